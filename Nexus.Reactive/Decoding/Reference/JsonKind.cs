namespace Nexus.Reactive;

/// <summary>The kinds of JSON value, and a missing value.</summary>
internal enum JsonKind
{
    Missing,
    Null,
    False,
    True,
    Number,
    String,
    Object,
    Array,
}
