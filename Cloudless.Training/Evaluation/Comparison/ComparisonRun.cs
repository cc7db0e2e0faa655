using Cloudless.Imagery;
using Cloudless.Metrics;
using Cloudless.Removal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.TimeSeries;
using Cloudless.Training.Temporal;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>Judges several models and the baselines beside them on the patches of a dataset.</summary>
public static class ComparisonRun
{
    /// <summary>Runs a comparison.</summary>
    /// <param name="request">What is judged.</param>
    /// <param name="progress">Told after every patch; null for silence.</param>
    /// <param name="cancellation">Looked at before every patch.</param>
    /// <returns>The figures, and the patches that the request wants shown.</returns>
    /// <remarks>Patches are read, predicted and judged on several threads; their order, and every figure, is the same for any number.</remarks>
    /// <exception cref="CloudlessException">A model or a file cannot be used, or no patch with a cloudy image is in the part asked for.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static ComparisonResult Run(ComparisonRequest request, IProgress<RemovalProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        using var models = new JudgedModels(request.Models, request.Threads);
        return Directory.Exists(request.Data) && TimeSeriesDataset.Recognizes(request.Data)
            ? OverSeries(request, models, progress, cancellation)
            : OverPatches(request, models, progress, cancellation);
    }

    private static ComparisonResult OverPatches(ComparisonRequest request, JudgedModels models, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        PatchDataset dataset = PatchDataset.Open(request.Data, request.Dataset, new ReadingOptions { CacheMegabytes = 0 });
        DatasetSplit? part = PartOf(request, dataset.Items.Any(i => i.Split is not null));
        PatchItem[] items = [.. dataset.Items.Where(i => i.HasInput && (part is null || i.Split == part) && (request.Fold is null || i.Fold == request.Fold))];
        string split = $"{dataset.Split}; {Words(part, request.Fold)}";
        return Judge(request, models, [], items.Length, i => EvaluationPatch.Of(dataset.Read(items[i])), split, dataset.Warnings, progress, cancellation);
    }

    private static ComparisonResult OverSeries(ComparisonRequest request, JudgedModels models, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        if (request.Fold is not null)
        {
            throw new CloudlessException($"{request.Data}: a time series has no folds; choose a part of its split instead.");
        }

        using var patches = new SeriesPatches(request);
        DatasetSplit? part = PartOf(request, divided: true);
        IReadOnlyList<TimeSeriesItem> items = patches.Items(part);
        SeriesSamplerOptions series = request.Series;
        string target = series.Kind == SeriesSampling.Fixed
            ? "the clearest date"
            : FormattableString.Invariant($"one of the clear dates, drawn with seed {request.SeriesSeed}");
        string beside = series.AsPublished && series.Kind == SeriesSampling.Fixed ? "dates, the target perhaps among them (as published)" : "dates beside it";
        string split = FormattableString.Invariant(
            $"SEN12MS-CR-TS by region of interest; {Words(part, fold: null)}; target: {target}; {series.Dates} {beside}, of which single-date methods get the least cloudy, called '{ComparisonReport.CloudyInput}'");
        IReadOnlyList<string> warnings = patches.Prepare(items, progress, cancellation);
        return Judge(request, models, SeriesPatches.Baselines, items.Count, i => patches.Read(items[i]), split, warnings, progress, cancellation);
    }

    private static ComparisonResult Judge(
        ComparisonRequest request, JudgedModels models, IReadOnlyList<Method> baselines, int count, Func<int, EvaluationPatch> read,
        string split, IReadOnlyList<string> warnings, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        if (count == 0)
        {
            throw new CloudlessException($"{request.Data}: no patch with a cloudy image in what is to be judged ({split}). 'cloudless dataset check' tells what is there.");
        }

        Method[] methods = [new(ComparisonReport.CloudyInput, p => p.Input), .. baselines, .. models.Methods];
        var judged = new (PatchScore Score, CalibrationSums? Calibration)[count][];
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Threads > 0 ? request.Threads : Environment.ProcessorCount, CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, i =>
            {
                EvaluationPatch patch = read(i);
                judged[i] = [.. methods.Select(m => m.Judge(patch)).OfType<(PatchScore, CalibrationSums?)>()];
                progress?.Report(new RemovalProgress("judging patches", Interlocked.Increment(ref done), count));
            });
        }
        catch (AggregateException error) when (error.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error.InnerExceptions[0]).Throw();
        }

        PatchScore[][] scores = [.. judged.Select(p => p.Select(j => j.Score).ToArray())];
        PatchScore[] all = [.. scores.SelectMany(s => s)];
        var report = new ComparisonReport(
            request.Data, split, warnings, models.Facts,
            [.. methods.Select(m => MethodSummary.Of(m.Name, [.. all.Where(s => s.Method == m.Name)])).Where(s => s.Patches > 0)], all)
        {
            Calibrations = [.. Calibrations(judged.SelectMany(p => p))],
        };
        return new ComparisonResult(report, [.. Shown(scores, request.Pictures).Select(i => Pictures(read(i), methods))]);
    }

    private static IEnumerable<MethodCalibration> Calibrations(IEnumerable<(PatchScore Score, CalibrationSums? Calibration)> judged)
    {
        foreach (var method in judged.Where(j => j.Calibration is not null).GroupBy(j => j.Score.Method))
        {
            var sums = new CalibrationSums();
            foreach ((_, CalibrationSums? part) in method)
            {
                sums.Add(part!);
            }

            if (sums.ToMetrics() is { } metrics)
            {
                yield return new MethodCalibration(method.Key, metrics);
            }
        }
    }

    // From the least to the most covered in even steps: an average report that shows only easy patches would mislead.
    private static IEnumerable<int> Shown(IReadOnlyList<PatchScore[]> scores, int wanted)
    {
        int[] order = [.. Enumerable.Range(0, scores.Count).OrderBy(i => scores[i][0].Covered).ThenBy(i => i)];
        int shown = Math.Min(wanted, order.Length);
        return Enumerable.Range(0, shown).Select(k => order[shown == 1 ? order.Length / 2 : (int)((long)k * (order.Length - 1) / (shown - 1))]);
    }

    private static PatchPictures Pictures(EvaluationPatch patch, IReadOnlyList<Method> methods) =>
        PatchPictures.Of(patch, [.. methods.Select(m => (m.Name, Image: m.Apply(patch))).Where(r => r.Image is not null).Select(r => (r.Name, r.Image!))]);

    private static DatasetSplit? PartOf(ComparisonRequest request, bool divided) => request.Part switch
    {
        JudgedPart.Train => DatasetSplit.Train,
        JudgedPart.Validation => DatasetSplit.Validation,
        JudgedPart.Test => DatasetSplit.Test,
        JudgedPart.Auto when divided => DatasetSplit.Test,
        _ => null,
    };

    private static string Words(DatasetSplit? part, int? fold)
    {
        string words = part is { } p ? $"its {p.ToString().ToLowerInvariant()} part" : "all of it";
        return fold is { } k ? FormattableString.Invariant($"{words}, fold {k}") : words;
    }
}

/// <summary>The figures of a comparison and the patches to show.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Pictures">Patches for the HTML report.</param>
public sealed record ComparisonResult(ComparisonReport Report, IReadOnlyList<PatchPictures> Pictures);
