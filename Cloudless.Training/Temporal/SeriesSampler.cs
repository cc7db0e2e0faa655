namespace Cloudless.Training.Temporal;

/// <summary>Draws inputs and target from the dates of a series by their cloud covers (rules of UnCRtainTS, Ebel et al. 2023, and of SEN12MS-CR-TS before it).</summary>
/// <remarks>Thread-safe as long as every thread has a random state of its own.</remarks>
public static class SeriesSampler
{
    /// <summary>Draws.</summary>
    /// <param name="covers">Cloud cover of each date, 0..1, in order of time.</param>
    /// <param name="options">The rule.</param>
    /// <param name="random">Its state; looked at by <see cref="SeriesSampling.Random"/> alone.</param>
    /// <exception cref="ArgumentException">The series has not one date more than the inputs asked for, or an option is out of range.</exception>
    public static SeriesDraw Draw(IReadOnlyList<double> covers, SeriesSamplerOptions options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(covers);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        options.Validate();
        if (covers.Count <= options.Dates)
        {
            throw new ArgumentException($"The series has {covers.Count} dates; {options.Dates} inputs and a target need {options.Dates + 1}.", nameof(covers));
        }

        return options.Kind == SeriesSampling.Fixed ? Fixed(covers, options) : Random(covers, options, random);
    }

    private static SeriesDraw Fixed(IReadOnlyList<double> covers, SeriesSamplerOptions options)
    {
        int target = Clearest(covers);
        int[] others = [.. Enumerable.Range(0, covers.Count).Where(i => i != target)];
        IEnumerable<int> candidates = options.AsPublished ? Enumerable.Range(0, covers.Count) : others;
        int[] wanted = [.. candidates.Where(i => covers[i] >= options.MinimumCover && covers[i] <= options.MaximumCover).Take(options.Dates)];
        bool enough = wanted.Length == options.Dates;
        return new SeriesDraw(enough ? wanted : others[..options.Dates], target, enough && covers[target] <= options.ClearCover);
    }

    private static SeriesDraw Random(IReadOnlyList<double> covers, SeriesSamplerOptions options, SeededRandom random)
    {
        int[] clear = [.. Enumerable.Range(0, covers.Count).Where(i => covers[i] < options.ClearCover)];
        int target = clear.Length > 0 ? clear[random.Next(clear.Length)] : Clearest(covers);

        // Windows of neighbors that hold the target begin here; the middle one has it in its middle, except near the ends of the series.
        int first = Math.Max(0, target - options.Dates), last = Math.Min(target, covers.Count - 1 - options.Dates);
        int start = first + ((last - first + 1) / 2);
        return new SeriesDraw(
            [.. Enumerable.Range(start, options.Dates + 1).Where(i => i != target)], target, options.AsPublished || clear.Length > 0);
    }

    // The earliest of equals.
    private static int Clearest(IReadOnlyList<double> covers) => Enumerable.Range(0, covers.Count).MinBy(i => covers[i]);
}
