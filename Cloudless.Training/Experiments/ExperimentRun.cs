using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Cloudless.Rasters;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Runs;
using Cloudless.Training.Settings;

namespace Cloudless.Training.Experiments;

/// <summary>
/// Trains all that an experiment compares, each on the data without one fold, judges it on that fold, and writes <c>results.jsonl</c>, a line when a training ends, and <c>table.md</c>.
/// Stopped or killed at any moment and started again, it goes on where it was: trainings that ended are not done again, one that was under way goes on from its checkpoint.
/// </summary>
public static class ExperimentRun
{
    /// <summary>Does all that is not done yet.</summary>
    /// <param name="request">What, on which data, into which folder.</param>
    /// <param name="progress">Told every few seconds by each training under way, with its name; null for silence.</param>
    /// <param name="log">Told of each training that ends in a line; null for silence.</param>
    /// <param name="cancellation">Stops the trainings under way after a step, with checkpoints.</param>
    /// <returns>The table, Markdown.</returns>
    /// <exception cref="CloudlessException">Plan or data cannot be used, or a file not be written. A training that diverges is a result and no error.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static string Execute(ExperimentRequest request, Action<string>? progress = null, Action<string>? log = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Jobs, 1);
        request = request with { Threads = request.Threads > 0 ? request.Threads : Math.Max(1, Environment.ProcessorCount / request.Jobs) };
        (ExperimentPlan plan, IReadOnlyList<ExperimentTraining> trainings) = ExperimentTraining.Read(request.PlanPath, request);
        try
        {
            Directory.CreateDirectory(request.Output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{request.Output}: no folder can be made here: {e.Message} Give --out another one.", e);
        }

        using var results = new ExperimentLog(Path.Combine(request.Output, "results.jsonl"));
        ExperimentTraining[] left = [.. trainings.Where(t => results.Of(t) is null)];
        log?.Invoke($"{trainings.Count} trainings, {trainings.Count - left.Length} of them done");
        var datasets = new SharedDatasets(request);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = request.Jobs, CancellationToken = cancellation };
        Errors.OfOne(() => Parallel.ForEach(Partitioner.Create(left, EnumerablePartitionerOptions.NoBuffering), parallel, training =>
        {
            results.Add(Train(datasets.Of(training.Request), training, progress, cancellation));
            WriteTable(request, plan, results, trainings);
            log?.Invoke($"{results.Results.Count} of {trainings.Count} done: {training.Name}");
        }));
        return WriteTable(request, plan, results, trainings);
    }

    private static ExperimentResult Train(PatchDataset dataset, ExperimentTraining training, Action<string>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var teller = progress is null ? null : new Teller(training.Name, progress);
        try
        {
            TrainingOutcome outcome = TrainingRun.Train(dataset, training.Request, teller, log: null, cancellation);
            return Result(outcome.Steps, outcome.Elapsed, outcome.Loss, null) with { Rows = outcome.Evaluation!.Rows };
        }
        catch (TrainingDivergedException e)
        {
            return Result(0, clock.Elapsed, double.NaN, e.Message);
        }

        ExperimentResult Result(long steps, TimeSpan elapsed, double loss, string? diverged) =>
            new(training.Variant, training.Draw.Seed, training.Draw.Fold, (JsonObject)JsonNode.Parse(TrainingJson.Write(training.Request.Options))!, steps, Math.Round(elapsed.TotalSeconds, 1), loss, diverged, []);
    }

    private static string WriteTable(ExperimentRequest request, ExperimentPlan plan, ExperimentLog log, IReadOnlyList<ExperimentTraining> trainings)
    {
        // One at a time: trainings may end at the same moment.
        lock (log)
        {
            string table = ExperimentTable.Write(plan, [.. trainings.Select(log.Of).OfType<ExperimentResult>()]);
            AtomicFile.WriteAllBytes(Path.Combine(request.Output, "table.md"), Encoding.UTF8.GetBytes(table), overwrite: true);
            return table;
        }
    }

    private sealed class Teller(string name, Action<string> tell) : IProgress<TrainProgress>
    {
        public void Report(TrainProgress value) => tell($"{name}: {value}");
    }
}
