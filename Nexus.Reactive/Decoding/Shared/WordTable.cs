using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>A few known words, found without a branch that depends on which it is: nobody can guess the next order's status.</summary>
internal sealed class WordTable<T>
    where T : struct, Enum
{
    private const int Size = 32;
    private readonly (string Text, T Value)[] _entries = new (string, T)[Size];

    /// <exception cref="ArgumentException">Two words share a place.</exception>
    public WordTable(params ReadOnlySpan<(string Text, T Value)> words)
    {
        Array.Fill(_entries, ("", default));
        foreach (var word in words)
        {
            ref var entry = ref _entries[GetSlot(word.Text)];
            if (entry.Text.Length > 0)
                throw new ArgumentException($"{entry.Text} and {word.Text} share a place.");
            entry = word;
        }
    }

    /// <summary>The word's value and its shared text; the default and a text of its own when it is not known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Find(ReadOnlySpan<char> word, out string text)
    {
        ref readonly var entry = ref _entries[GetSlot(word)];
        var isKnown = word.SequenceEqual(entry.Text);
        text = isKnown ? entry.Text : word.ToString();
        return isKnown ? entry.Value : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int GetSlot(ReadOnlySpan<char> word) => word.IsEmpty ? 0 : (word[0] + (2 * word.Length)) % Size;
}
