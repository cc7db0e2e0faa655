using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation;

namespace Cloudless.Training.Runs;

/// <summary>
/// Trains one model per fold on all the others and judges it on that fold, then one on everything: the model to ship, whose card carries the
/// figures of the fold models, for it has seen every fold itself.
/// </summary>
public static class CrossValidationRun
{
    /// <summary>Does all of it.</summary>
    /// <param name="request">
    /// <see cref="TrainRequest.Output"/> is a folder, made where missing; it gets <c>fold1.onnx</c> and so on, <c>NAME.onnx</c>, and <c>NAME.md</c> and
    /// <c>NAME.json</c> with the joined table. Checkpoints of each part lie there too, so that a resumed run goes on in the part where it stopped.
    /// The options' held-out fold is set by the run.
    /// </param>
    /// <param name="progress">Told every few seconds with the name of the part; null for silence.</param>
    /// <param name="log">Told of each stage in a line; null for silence.</param>
    /// <param name="cancellation">Stops the part under way after a step, with a checkpoint.</param>
    /// <exception cref="CloudlessException">The data has no two folds or cannot be used, an output exists, a training diverged.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static TrainingOutcome Execute(
        TrainRequest request, IProgress<TrainProgress>? progress = null, Action<string>? log = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Validate();
        TrainingFolder folder = TrainingRun.ReadFolder(request, log);
        int[] folds = [.. folder.Samples.Select(s => s.Fold).OfType<int>().Distinct().Order()];
        if (folds.Length < 2)
        {
            throw new CloudlessException($"{request.DataFolder}: found {folds.Length} folds; a cross-validation needs two or more. List samples in folds.csv (set,id,group,fold).");
        }

        bool replace = request.Overwrite || request.Resume;
        Directory.CreateDirectory(request.Output);
        string final = Path.Combine(request.Output, request.Name + ".onnx");
        OutputFiles.RequireFree([.. folds.Select(f => FoldFile(request, f)), final, .. OutputFiles.ReportsOf(final)], replace);

        var reports = new List<EvaluationReport>();
        foreach (int fold in folds)
        {
            string path = FoldFile(request, fold);
            log?.Invoke($"fold {fold} of {folds.Length}");
            TrainRequest part = Part(request, path, fold, replace) with { Name = $"{request.Name}-without-fold{fold}" };
            reports.Add(TrainingRun.Train(folder, part, progress, log, cancellation).Evaluation!);
        }

        EvaluationReport joined = EvaluationReport.Join(reports);
        OutputFiles.WriteReport(final, joined, replace);
        log?.Invoke("final model on all folds");
        TrainingOutcome outcome = TrainingRun.Train(folder, Part(request, final, null, replace), progress, log, cancellation, joined);
        return outcome with { Evaluation = joined };
    }

    private static TrainRequest Part(TrainRequest request, string path, int? fold, bool overwrite) => request with
    {
        Output = path,
        Overwrite = overwrite,
        Options = request.Options with { HeldOutFold = fold },
        CheckpointPath = Path.ChangeExtension(path, ".checkpoint"),
    };

    private static string FoldFile(TrainRequest request, int fold) => Path.Combine(request.Output, $"fold{fold}.onnx");
}
