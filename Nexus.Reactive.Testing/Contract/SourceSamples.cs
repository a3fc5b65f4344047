using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Testing;

/// <summary>The items of a source. They remember their contents from the first run on.</summary>
internal sealed class SourceSamples<T>(IReadOnlyList<T> items)
{
    private readonly Lazy<string[]> _first = new(() => [.. items.Select(static item => ContentText.Of(item))]);

    public int Count => items.Count;

    /// <summary>Returns the samples of an argument.</summary>
    /// <exception cref="ArgumentException">There are too few.</exception>
    public static SourceSamples<T> Of(IReadOnlyList<T> samples, int least, [CallerArgumentExpression(nameof(samples))] string argument = "")
    {
        ArgumentNullException.ThrowIfNull(samples, argument);
        return samples.Count >= least
            ? new SourceSamples<T>(samples)
            : throw new ArgumentException(FormattableString.Invariant($"The contract needs at least {least} sample(s), and there are {samples.Count}."), argument);
    }

    /// <summary>Returns an item; the items repeat.</summary>
    public T this[int sample]
    {
        get
        {
            _ = _first.Value;
            return items[sample % items.Count];
        }
    }

    public string? FindChange()
    {
        foreach (var (index, before) in _first.Value.Index())
        {
            var now = ContentText.Of(items[index]);
            if (!string.Equals(now, before, StringComparison.Ordinal))
                return $"item {index + 1} was {before} and is {now}";
        }

        return null;
    }
}
