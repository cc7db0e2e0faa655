using Cloudless.Imagery;
using Cloudless.Metrics;
using Cloudless.Temporal;
using Cloudless.Training.Temporal.Sources;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>Judges methods for series by a seeded protocol: the same trials for every method, the same figures for every run.</summary>
public static class SeriesEvaluation
{
    /// <summary>Runs all methods on all trials.</summary>
    /// <param name="series">The series.</param>
    /// <param name="methods">The methods; one that refuses a trial is left out of it and named in the notes.</param>
    /// <param name="options">The protocol.</param>
    /// <param name="progress">Told how many sets of trials, one for each series, number of dates and seed that has any, were judged, and of how many; null for silence.</param>
    /// <param name="cancellation">Looked at before every trial.</param>
    /// <exception cref="CloudlessException">No series has a clear date and a cloudy one, or enough dates.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or two methods have one name, by which the tables tell them apart.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static SeriesReport Run(
        IReadOnlyList<NamedSeries> series, IReadOnlyList<JudgedMethod> methods, SeriesEvaluationOptions options,
        Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (methods.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{twice.Count()} methods have the name {twice.Key}, by which the tables tell them apart. Give each a name of its own.", nameof(methods));
        }

        (NamedSeries Series, SeriesTrials Trials)[] all = [.. series.Select(s => (s, new SeriesTrials(s, options)))];
        (NamedSeries Series, SeriesTrials Trials, int Dates, int Seed)[] cells =
            [.. all.SelectMany(s => s.Trials.Cells.Where(c => s.Trials.Any(c.Dates)).Select(c => (s.Series, s.Trials, c.Dates, c.Seed)))];
        var scores = new List<SeriesScore>();
        var notes = new SortedSet<string>([.. all.SelectMany(s => s.Trials.WhyNone()), .. WhyNoSar(series, methods, options.Sar)], StringComparer.Ordinal);
        for (int c = 0; c < cells.Length; c++)
        {
            (NamedSeries one, SeriesTrials of, int dates, int seed) = cells[c];
            IReadOnlyList<SeriesTrial> trials = of.Of(dates, seed);
            for (int t = 0; t < trials.Count; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach ((JudgedMethod method, bool? sar) in methods.SelectMany(m => Ways(m, trials[t], options.Sar).Select(sar => (m, sar))))
                {
                    if (Judge(one, method, sar, trials[t], notes, cancellation) is { } score)
                    {
                        scores.Add(score with { Seed = seed, Trial = t });
                    }
                }
            }

            progress?.Invoke(c + 1, cells.Length);
        }

        return scores.Count > 0
            ? new SeriesReport(options, [.. all.Select(s => s.Trials.Tell())], scores, [.. notes])
            : throw new CloudlessException($"There is nothing to judge. {string.Join(' ', notes)}");
    }

    // With Sentinel-1, without, or null for a method that does not look at it.
    private static bool?[] Ways(JudgedMethod method, SeriesTrial trial, SarUse use) =>
        !method.LooksAtSar ? [null] : use == SarUse.Off || !HasSar(trial.Input) ? [false] : use == SarUse.On ? [true] : [true, false];

    private static bool HasSar(ImageSeries series) => series.Sar?.Any(s => s is not null) == true;

    // What was asked for and cannot be.
    private static IEnumerable<string> WhyNoSar(IReadOnlyList<NamedSeries> series, IReadOnlyList<JudgedMethod> methods, SarUse use)
    {
        string[] looking = [.. methods.Where(m => m.LooksAtSar).Select(m => m.Name)];
        return use == SarUse.Off ? []
            : looking.Length > 0 ? series.Where(s => !HasSar(s.Images)).Select(s => $"{s.Name} has no Sentinel-1: {string.Join(", ", looking)} {(looking.Length == 1 ? "is" : "are")} judged without it there.")
            : use == SarUse.Both ? ["None of the methods looks at Sentinel-1, so each is judged once."]
            : [];
    }

    private static SeriesScore? Judge(NamedSeries series, JudgedMethod method, bool? sar, SeriesTrial trial, SortedSet<string> notes, CancellationToken cancellation)
    {
        Raster<float> image;
        try
        {
            image = method.Method.Run(Given(series, method, sar, trial.Input, notes), new SeriesTarget(trial.Target), cancellation).Images[0].Optical;
        }
        catch (CloudlessException refusal)
        {
            notes.Add($"{method.Name} was left out where it refused: {refusal.Message}");
            return null;
        }

        image = method.NeedsAllBands ? BandStandIns.Remove(image, series.Bands) : image;
        MetricsReport metrics = MetricsCalculator.Compute(image, trial.Truth, null, trial.Judged);
        return metrics.All is not { } whole ? null : new SeriesScore(
            series.Name, method.Name, sar, trial.Input.Dates.Count, 0, 0, trial.Target, trial.Cover,
            whole.Rmse, metrics.Covered?.Rmse, metrics.Clear?.Rmse, whole.Psnr, whole.Ssim ?? double.NaN, whole.SamDegrees);
    }

    private static ImageSeries Given(NamedSeries series, JudgedMethod method, bool? sar, ImageSeries input, SortedSet<string> notes)
    {
        bool fills = method.NeedsAllBands && series.Bands.Count < Sentinel2Band.Count;
        if (fills)
        {
            notes.Add($"{series.Name}: {BandStandIns.Note(series.Bands)}");
        }

        return ImageSeries.Of(
            input.Dates, fills ? [.. input.Optical.Select(i => BandStandIns.Fill(i, series.Bands))] : input.Optical, input.Masks, sar == true ? input.Sar : null);
    }
}
