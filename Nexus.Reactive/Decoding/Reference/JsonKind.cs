namespace Nexus.Reactive;

/// <summary>The kinds of value that a name in a JSON object may have, and that it may not be there.</summary>
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
