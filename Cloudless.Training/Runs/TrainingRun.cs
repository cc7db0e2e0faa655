using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Evaluation;

namespace Cloudless.Training.Runs;

/// <summary>One training from folder to model file: reads the samples, trains, judges the model on the fold left out, writes model and report.</summary>
public static class TrainingRun
{
    /// <summary>Does all of it.</summary>
    /// <param name="request">What, on which data, into which file; the report goes beside it as <c>.md</c> and <c>.json</c>.</param>
    /// <param name="progress">Told every few seconds; null for silence.</param>
    /// <param name="log">Told of each stage in a line; null for silence.</param>
    /// <param name="cancellation">Stops the training after a step, with a checkpoint where one is asked for.</param>
    /// <exception cref="CloudlessException">
    /// The data cannot be used, an output exists, the checkpoint's place cannot be written or holds another file, the training diverged.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static TrainingOutcome Execute(
        TrainRequest request, IProgress<TrainProgress>? progress = null, Action<string>? log = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Validate();
        TrainingEngines.Require(request.EngineSettings);
        bool evaluates = request.Options.HeldOutFold is not null;
        string[] outputs = [request.Output, .. evaluates ? OutputFiles.ReportsOf(request.Output) : []];
        OutputFiles.RequireFree(outputs, request.Overwrite);
        if (request.CheckpointPath is { } checkpoint)
        {
            if (outputs.Any(o => Path.GetFullPath(o) == Path.GetFullPath(checkpoint)))
            {
                throw new CloudlessException($"{checkpoint}: the checkpoint has the name of an output of the training. Give the checkpoint another name.");
            }

            CheckpointFile.RequireWritable(checkpoint);
        }

        PatchDataset dataset = OpenDataset(request, log);
        return Train(dataset, request, progress, log, cancellation);
    }

    /// <summary>Lists the samples and says what was found.</summary>
    internal static PatchDataset OpenDataset(TrainRequest request, Action<string>? log)
    {
        PatchDataset dataset = PatchDataset.Open(request.DataFolder, request.Options.Dataset, request.Reading);
        log?.Invoke($"{dataset.Items.Count} samples from {string.Join(", ", dataset.Items.GroupBy(s => s.Source).Select(g => $"{g.Key} ({g.Count()})"))}");
        log?.Invoke($"{dataset.Layout}; {dataset.Split}");
        foreach (string warning in dataset.Warnings)
        {
            log?.Invoke($"warning: {warning}");
        }

        if (dataset.Missing.Count > 0)
        {
            log?.Invoke($"{dataset.Missing.Count} files are missing; patches without a cloudy or cloud-free image are left out, those without SAR are pairs");
        }

        if (dataset.KnownBroken.Count > 0)
        {
            log?.Invoke($"skipped, known to be broken: {string.Join(", ", dataset.KnownBroken)}");
        }

        if (dataset.Skipped.Count > 0)
        {
            log?.Invoke($"skipped, no 13-band layout that training reads: {string.Join(", ", dataset.Skipped)}");
        }

        return dataset;
    }

    /// <summary>Trains on a dataset, judges and writes; <paramref name="crossValidation"/> stands in the card of a model that left nothing out.</summary>
    internal static TrainingOutcome Train(
        PatchDataset dataset, TrainRequest request, IProgress<TrainProgress>? progress, Action<string>? log, CancellationToken cancellation,
        EvaluationReport? crossValidation = null)
    {
        TrainOptions options = request.Options;
        var set = new TrainingSet(dataset, options.HeldOutFold);
        log?.Invoke($"training on {set.Description}{(options.HeldOutFold is { } fold ? $"; fold {fold} left out" : "")}");
        var trainer = new Trainer(options, set, graph => TrainingEngines.Create(graph, request.EngineSettings, null, log), request.CheckpointPath);
        bool resumes = request.Resume && File.Exists(request.CheckpointPath);
        TrainResult result = resumes
            ? trainer.Resume(Checkpoint.Load(request.CheckpointPath!), progress, cancellation)
            : trainer.Run(progress, cancellation);
        log?.Invoke(FormattableString.Invariant($"{result.Steps} steps in {result.Elapsed:h\\:mm\\:ss} on {result.Engine}, loss {result.Loss:0.00000}"));

        ModelCard card = CardWriter.Write(request, options, set, result);
        EvaluationReport? report = options.HeldOutFold is { } held
            ? Judge(CloudRemovalModel.Create(result.Graph, card), dataset, set, held, request.Threads, cancellation)
            : null;
        if (report is not null)
        {
            card = card with { Metrics = CardWriter.Metrics(report, $"fold {options.HeldOutFold} left out of this model's training") };
        }

        if (crossValidation is not null)
        {
            card = card with
            {
                Metrics = CardWriter.Metrics(
                    crossValidation,
                    "measured on models of the same recipe, each on the fold left out of its training; this model saw all folds, so it has no held-out figures of its own"),
            };
        }

        // The model first: it took the time, the figures can be made again.
        CloudRemovalModel.Create(result.Graph, card).Save(request.Output, request.Overwrite);
        if (report is not null)
        {
            OutputFiles.WriteReport(request.Output, report, request.Overwrite);
        }

        log?.Invoke($"wrote {request.Output}");
        return new TrainingOutcome(request.Output, result.Steps, result.Elapsed, result.Loss, report);
    }

    private static EvaluationReport Judge(
        CloudRemovalModel model, PatchDataset dataset, TrainingSet set, int fold, int threads, CancellationToken cancellation)
    {
        using var methods = new RemovalMethods(model, threads);
        return FoldEvaluation.Run(dataset.Read(dataset.Items.Where(s => s.Fold == fold)), [.. methods.All, .. FillMethods.FittedOn(set)], cancellation);
    }
}

/// <summary>What a training made.</summary>
/// <param name="ModelPath">The model file.</param>
/// <param name="Steps">Updates done.</param>
/// <param name="Elapsed">Time of training, over resumes.</param>
/// <param name="Loss">Mean loss at the end, network units.</param>
/// <param name="Evaluation">Figures on the fold left out; null where none was.</param>
public sealed record TrainingOutcome(string ModelPath, long Steps, TimeSpan Elapsed, double Loss, EvaluationReport? Evaluation);
