using System.Text.RegularExpressions;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Evaluation;

namespace Cloudless.Training.Runs;

/// <summary>
/// Trains one model per fold on all the others and judges it on that fold, then one on everything: the model to ship, whose card carries the
/// figures of the fold models, for it has seen every fold itself.
/// </summary>
public static partial class CrossValidationRun
{
    /// <summary>Does all of it.</summary>
    /// <param name="request">
    /// <see cref="TrainRequest.Output"/> is a folder, made where missing; it gets <c>fold1.onnx</c> and so on, <c>NAME.onnx</c>, and <c>NAME.md</c> and
    /// <c>NAME.json</c> with the joined table. The run's folders of each part (<c>fold1.run</c>) lie there too, so that a resumed run goes on in the part where it stopped.
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
        Check(request);
        TrainedNetwork.RequireEngine(request.Options, request.EngineSettings);
        string output = request.Output!;
        PatchDataset dataset = TrainingRun.OpenDataset(request, log);
        int[] folds = [.. dataset.Items.Select(s => s.Fold).OfType<int>().Distinct().Order()];
        if (folds.Length < 2)
        {
            throw new CloudlessException($"{request.DataFolder}: found {folds.Length} folds; a cross-validation needs two or more. List samples in folds.csv (set,id,group,fold).");
        }

        Directory.CreateDirectory(output);
        TrainRequest[] parts = [.. folds.Select(f => Part(request, $"fold{f}", f) with { Name = $"{request.Name}-without-fold{f}" })];
        TrainRequest final = Part(request, request.Name, null);

        // The joined table is made of the folds' figures alone, so it is this run's where their checkpoints are.
        bool replaceTable = parts.All(p => p.Overwrite);
        foreach (TrainRequest part in parts)
        {
            RunFolder.RequireFree(part);
            OutputFiles.RequireFree([part.Output!, .. OutputFiles.ReportsOf(part.Output!)], part.Overwrite);
        }

        RunFolder.RequireFree(final);
        OutputFiles.RequireFree([final.Output!], final.Overwrite);
        OutputFiles.RequireFree(OutputFiles.ReportsOf(final.Output!), replaceTable);

        var reports = new List<EvaluationReport>();
        foreach (TrainRequest part in parts)
        {
            log?.Invoke($"fold {part.Options.HeldOutFold} of {folds.Length}");
            reports.Add(TrainingRun.Train(dataset, part, progress, log, cancellation).Evaluation!);
        }

        EvaluationReport joined = EvaluationReport.Join(reports);
        OutputFiles.WriteReport(final.Output!, joined, replaceTable);
        log?.Invoke("final model on all folds");
        TrainingOutcome outcome = TrainingRun.Train(dataset, final, progress, log, cancellation, joined);
        return outcome with { Evaluation = joined };
    }

    private static void Check(TrainRequest request)
    {
        if (request.Output is null)
        {
            throw new ArgumentException("A cross-validation needs a folder to write into.", nameof(request));
        }

        if (request.Options.Validation.Fold is not null)
        {
            throw new CloudlessException("A cross-validation judges on every fold in turn and has none to spare for validation. Leave the validation fold out, or train with one fold left out at a time.");
        }

        if (request.Name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || IsNameOfPart().IsMatch(request.Name))
        {
            throw new CloudlessException($"The name '{request.Name}' cannot be that of the final model's file beside fold1.onnx and so on. Choose another name.");
        }
    }

    /// <summary>One training of the run. A resumed run replaces the files of a part only where that part's checkpoint shows that they are its own.</summary>
    private static TrainRequest Part(TrainRequest request, string name, int? fold)
    {
        TrainRequest part = request with
        {
            Output = Path.Combine(request.Output!, name + ".onnx"),
            CrossValidate = false,
            RunFolder = null,
            CheckpointPath = null,
            Options = request.Options with { HeldOutFold = fold },
        };
        string checkpoint = RunFolder.CheckpointOf(part);
        if (Directory.Exists(RunFolder.PathOf(part)))
        {
            CheckpointFile.RequireWritable(checkpoint);
        }

        return part with { Overwrite = request.Overwrite || (request.Resume && Checkpoint.Exists(checkpoint)) };
    }

    [GeneratedRegex(@"^fold\d+(\.|$)", RegexOptions.IgnoreCase)]
    private static partial Regex IsNameOfPart();
}
