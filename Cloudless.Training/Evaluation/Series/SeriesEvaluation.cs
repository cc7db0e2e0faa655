using Cloudless.Imagery;
using Cloudless.Metrics;
using Cloudless.Temporal;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>Judges methods for series by a seeded protocol: the same trials for every method, the same figures for every run.</summary>
public static class SeriesEvaluation
{
    /// <summary>Runs all methods on all trials.</summary>
    /// <param name="series">The series.</param>
    /// <param name="methods">The methods; one that refuses a trial is left out of it and named in the notes.</param>
    /// <param name="options">The protocol.</param>
    /// <param name="progress">Told what was done; null for silence.</param>
    /// <param name="cancellation">Looked at before every trial.</param>
    /// <exception cref="CloudlessException">No series has a clear date and a cloudy one, or enough dates.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static SeriesReport Run(
        IReadOnlyList<NamedSeries> series, IReadOnlyList<ISeriesMethod> methods, SeriesEvaluationOptions options,
        Action<int, int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(methods);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (NamedSeries Series, int Dates, int Seed)[] cells = [.. series.SelectMany(s => Cells(s, options))];
        var scores = new List<SeriesScore>();
        var notes = new SortedSet<string>(StringComparer.Ordinal);
        for (int c = 0; c < cells.Length; c++)
        {
            (NamedSeries one, int dates, int seed) = cells[c];
            IReadOnlyList<SeriesTrial> trials = Trials(one, dates, seed, options);
            if (trials.Count == 0)
            {
                notes.Add(FormattableString.Invariant($"{one.Name}: no trial with {dates} dates; it has too few of them, no clear one, or no cloudy one."));
            }

            for (int t = 0; t < trials.Count; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (ISeriesMethod method in methods)
                {
                    if (Judge(one.Name, method, trials[t], seed, t, notes, cancellation) is { } score)
                    {
                        scores.Add(score);
                    }
                }
            }

            progress?.Invoke(c + 1, cells.Length);
        }

        return scores.Count > 0
            ? new SeriesReport(options, scores, [.. notes])
            : throw new CloudlessException($"There is nothing to judge. {string.Join(' ', notes)}");
    }

    private static IEnumerable<(NamedSeries Series, int Dates, int Seed)> Cells(NamedSeries series, SeriesEvaluationOptions options) =>
        options.Protocol == SeriesProtocol.Extremes
            ? [(series, series.Images.Dates.Count, 1)]
            : options.Dates.SelectMany(n => Enumerable.Range(1, options.Seeds).Select(seed => (series, n, seed)));

    private static IReadOnlyList<SeriesTrial> Trials(NamedSeries series, int dates, int seed, SeriesEvaluationOptions options)
    {
        ImageSeries images = series.Images;
        double[] opacity = [.. series.Opacity.Select(o => (double)o.Data.Average())];
        double[] covers = [.. images.Masks.Select(m => m.Data.Count(c => c != Masks.PixelClass.Clear && c != Masks.PixelClass.Shadow) / (double)m.Data.Length)];
        int[] all = [.. Enumerable.Range(0, images.Dates.Count)];
        int[] clear = [.. all.Where(d => covers[d] <= options.ClearCover && opacity[d] <= options.ClearOpacity)];
        int[] donors = [.. all.Where(d => opacity[d] >= options.DonorOpacity)];
        bool heldOut = options.Protocol == SeriesProtocol.HeldOut;
        if (clear.Length == 0 || images.Dates.Count < dates + (heldOut ? 1 : 0) || (!heldOut && donors.Length == 0))
        {
            return [];
        }

        if (options.Protocol == SeriesProtocol.Extremes)
        {
            return [SeriesTrial.Blend(series, clear.MinBy(d => opacity[d]), donors.MaxBy(d => opacity[d]), dates, turn: 0)];
        }

        // Not the number of dates: the same truths and clouds for 3, 4 and 5.
        var random = new SeededRandom((ulong)seed);
        return [.. Enumerable.Range(0, options.Trials).Select(_ => Draw())];

        SeriesTrial Draw()
        {
            int target = clear[random.Next(clear.Length)];
            if (heldOut)
            {
                return SeriesTrial.HeldOut(series, target, dates);
            }

            int donor = donors[random.Next(donors.Length)];
            return SeriesTrial.Blend(series, target, donor, dates, random.Next(8));
        }
    }

    private static SeriesScore? Judge(
        string series, ISeriesMethod method, SeriesTrial trial, int seed, int number, SortedSet<string> notes, CancellationToken cancellation)
    {
        Raster<float> image;
        try
        {
            image = method.Run(trial.Input, new SeriesTarget(trial.Target), cancellation).Images[0].Optical;
        }
        catch (CloudlessException refusal)
        {
            notes.Add($"{method.Name} was left out where it refused: {refusal.Message}");
            return null;
        }

        MetricsReport metrics = MetricsCalculator.Compute(image, trial.Truth, null, trial.Judged);
        return metrics.All is not { } whole ? null : new SeriesScore(
            series, method.Name, trial.Input.Dates.Count, seed, number, trial.Target, trial.Cover,
            whole.Rmse, metrics.Covered?.Rmse, metrics.Clear?.Rmse, whole.Psnr, whole.Ssim ?? double.NaN, whole.SamDegrees);
    }
}
