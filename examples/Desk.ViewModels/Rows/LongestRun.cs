namespace Nexus.Desk.ViewModels;

/// <summary>Finds a longest increasing subsequence, by patience sorting: O(n log n).</summary>
internal static class LongestRun
{
    /// <param name="values">Different values.</param>
    public static HashSet<int> Of(IReadOnlyList<int> values)
    {
        // tails[n] is the index of the smallest value that ends a run of n + 1 values.
        var tails = new List<int>();
        var previous = new int[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            int low = 0, high = tails.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (values[tails[middle]] < values[i])
                    low = middle + 1;
                else
                    high = middle;
            }

            previous[i] = low > 0 ? tails[low - 1] : -1;
            if (low == tails.Count)
                tails.Add(i);
            else
                tails[low] = i;
        }

        var run = new HashSet<int>();
        for (var i = tails.Count > 0 ? tails[^1] : -1; i >= 0; i = previous[i])
            run.Add(values[i]);
        return run;
    }
}
