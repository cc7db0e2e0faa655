using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Evaluation;
using Cloudless.Training.Validation;

namespace Cloudless.Training.Runs;

/// <summary>
/// One training from folder to model file: reads the samples, trains, writes log, pictures and models into the run's folder, judges the model on the fold left out.
/// </summary>
public static class TrainingRun
{
    /// <summary>Does all of it.</summary>
    /// <param name="request">
    /// What, on which data, into which files. The output is the best model by validation where the training validates, else the last; a report on the fold left out goes beside it as
    /// <c>.md</c> and <c>.json</c>, or into the run's folder where there is no output.
    /// </param>
    /// <param name="progress">Told every few seconds; null for silence.</param>
    /// <param name="log">Told of each stage in a line; null for silence.</param>
    /// <param name="cancellation">Stops the training after a step, with a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">Loss, gradients or weights left the numbers; the message names the last checkpoint.</exception>
    /// <exception cref="OutOfMemoryException">The memory did not suffice; the message says what takes less and names the last checkpoint.</exception>
    /// <exception cref="CloudlessException">
    /// The data cannot be used, an output exists, a file cannot be written or its place holds another file.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static TrainingOutcome Execute(
        TrainRequest request, IProgress<TrainProgress>? progress = null, Action<string>? log = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Validate();
        TrainedNetwork.RequireEngine(request.Options, request.EngineSettings);
        RunFolder.RequireFree(request);
        request = request with { Overwrite = request.Overwrite || RunFolder.OwnsOutput(request) };
        string[] outputs = OutputsOf(request);
        OutputFiles.RequireFree(outputs, request.Overwrite);
        string checkpoint = Path.GetFullPath(RunFolder.CheckpointOf(request));
        if (outputs.Any(o => Path.GetFullPath(o) == checkpoint))
        {
            throw new CloudlessException($"{checkpoint}: the checkpoint has the name of an output of the training. Give the checkpoint another name.");
        }

        if (request.CheckpointPath is not null)
        {
            CheckpointFile.RequireWritable(checkpoint);
        }

        PatchDataset dataset = OpenDataset(request, log);
        return Train(dataset, request, progress, log, cancellation);
    }

    /// <summary>Lists the samples and says what was found.</summary>
    internal static PatchDataset OpenDataset(TrainRequest request, Action<string>? log)
    {
        PatchDataset dataset = PatchDataset.Open(request.DataFolder ?? throw new CloudlessException("The training has no data folder. Give --data."), request.Options.Dataset, request.Reading);
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
        var set = new TrainingSet(dataset, options.HeldOutFold, options.Validation.Fold);
        log?.Invoke($"training on {set.Description}{(options.HeldOutFold is { } fold ? $"; fold {fold} left out" : "")}{(set.Validation.Count > 0 ? $"; {set.Validation.Count} patches to validate" : "")}");
        CloudRemovalModel? start = request.From is null ? null : CloudRemovalModel.Load(request.From);
        NetworkGraph? from = start is null ? null : GraphOf(start);
        if (start is not null && start.Card.PriorFill?.Name != options.PriorFill?.Name)
        {
            log?.Invoke(
                $"warning: the weights of {start.Source} were made {Words(start.Card.PriorFill?.Name)} and go on {Words(options.PriorFill?.Name)}, so the network meets other images than it knows; --prior-fill {start.Card.PriorFill?.Name ?? "none"} would keep to it");
        }

        using RunFolder folder = RunFolder.Open(request);
        Checkpoint? checkpoint = request.Resume && Checkpoint.Exists(folder.Checkpoint) ? Checkpoint.LoadNewest(folder.Checkpoint, log) : null;
        PriorFillCard? fill = null;
        using var recorder = new RunRecorder(folder, checkpoint?.Optimizer.Step ?? 0, (graph, step, best) => Model(graph, step, best), log);
        var trainer = new Trainer(options, set, graph => TrainedNetwork.CreateEngine(graph, options, request.EngineSettings, log), folder.Checkpoint) { From = from, Watcher = recorder };
        fill = trainer.PriorFill;
        TrainResult result = checkpoint is null ? trainer.Run(progress, cancellation) : trainer.Resume(checkpoint, progress, cancellation);
        log?.Invoke(FormattableString.Invariant($"{result.Steps} steps in {result.Elapsed:h\\:mm\\:ss} on {result.Engine}, loss {result.Loss:0.00000}"));

        CloudRemovalModel last = Model(result.Graph, result.Steps, result.Best?.Step == result.Steps ? result.Best : null);
        last.Save(folder.Last, overwrite: true);
        CloudRemovalModel chosen = result.Best is null ? last : CloudRemovalModel.Load(folder.Best);
        EvaluationReport? report = options.HeldOutFold is { } held ? Judge(chosen, dataset, set, held, request.Threads, cancellation) : null;
        MetricCard[] figures =
        [
            .. report is null ? [] : CardWriter.Metrics(report, $"fold {options.HeldOutFold} left out of this model's training"),
            .. crossValidation is null ? [] : CardWriter.Metrics(
                crossValidation,
                "measured on models of the same recipe, each on the fold left out of its training; this model saw all folds, so it has no held-out figures of its own"),
        ];
        // The best model of a run that was done, or killed while it wrote, has figures already.
        MetricCard[] others = [.. chosen.Card.Metrics.Where(m => figures.All(f => f.Protocol != m.Protocol))];
        CloudRemovalModel model = figures.Length == 0 ? chosen : CloudRemovalModel.Create(GraphOf(chosen), chosen.Card with { Metrics = [.. figures, .. others] });
        string inFolder = result.Best is null ? folder.Last : folder.Best;

        // The model first: it took the time, the figures can be made again.
        model.Save(inFolder, overwrite: true);
        if (request.Output is { } output)
        {
            model.Save(output, request.Overwrite);
        }

        string path = request.Output ?? inFolder;
        if (report is not null)
        {
            OutputFiles.WriteReport(path, report, request.Overwrite || request.Output is null);
        }

        log?.Invoke($"wrote {path}");
        return new TrainingOutcome(path, folder.Path, result.Steps, result.Elapsed, result.Loss, result.Best, report);

        CloudRemovalModel Model(NetworkGraph graph, long step, ValidationResult? validation) =>
            CloudRemovalModel.Create(graph, CardWriter.Write(request, set, fill, step, validation));
    }

    private static string Words(string? fill) => fill is null ? "without a prior fill" : $"with the prior fill {fill}";

    private static string[] OutputsOf(TrainRequest request) => request.Output is not { } output
        ? []
        : [output, .. request.Options.HeldOutFold is null ? [] : OutputFiles.ReportsOf(output)];

    private static NetworkGraph GraphOf(CloudRemovalModel model) =>
        model.Graph ?? throw new CloudlessException($"{model.Source}: its network cannot be trained: {model.GraphUnreadable} Start from another model.");

    private static EvaluationReport Judge(
        CloudRemovalModel model, PatchDataset dataset, TrainingSet set, int fold, int threads, CancellationToken cancellation)
    {
        using var methods = new RemovalMethods(model, threads);
        return FoldEvaluation.Run(dataset.Read(dataset.Items.Where(s => s.Fold == fold)), [.. methods.All, .. FillMethods.FittedOn(set)], cancellation);
    }
}
