using System.Diagnostics;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;

namespace Cloudless.Training;

/// <summary>Runs one training: batches, rate and loss by schedule, checkpoints, limits of time and steps.</summary>
/// <remarks>With a length in steps the result depends on options and samples alone. Not thread-safe.</remarks>
public sealed class Trainer
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(15);
    private readonly TrainOptions _options;
    private readonly TrainingSet _set;
    private readonly Func<NetworkGraph, ITrainingEngine> _createEngine;
    private readonly string? _checkpointPath;
    private readonly string _data;

    /// <summary>Prepares a training.</summary>
    /// <param name="options">Validated here.</param>
    /// <param name="set">Samples, the held-out fold already left out.</param>
    /// <param name="createEngine">Makes the engine for a graph; it is disposed after the run.</param>
    /// <param name="checkpointPath">File for checkpoints, replaced as the training goes; null writes none.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CloudlessException">No checkpoint can be written at the path, or a file is there that is no checkpoint.</exception>
    public Trainer(TrainOptions options, TrainingSet set, Func<NetworkGraph, ITrainingEngine> createEngine, string? checkpointPath = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(createEngine);
        options.Validate();
        if (checkpointPath is not null)
        {
            CheckpointFile.RequireWritable(checkpointPath);
        }

        (_options, _set, _createEngine, _checkpointPath) = (options, set, createEngine, checkpointPath);
        _data = set.Fingerprint();
    }

    /// <summary>Trains from random weights.</summary>
    /// <exception cref="OperationCanceledException">Canceled; a checkpoint was written where a path is set.</exception>
    /// <exception cref="CloudlessException">The loss left the numbers; the message names the last checkpoint.</exception>
    public TrainResult Run(IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        NetworkGraph graph = DSen2Cr.Build(_options.Network);
        HeUniform.Initialize(graph, _options.Seed);
        using ITrainingEngine engine = _createEngine(graph);
        return Loop(engine, TimeSpan.Zero, progress, cancellation);
    }

    /// <summary>Goes on where a checkpoint stopped; with a length in steps the weights end the same as in an unbroken run.</summary>
    /// <exception cref="CloudlessException">The checkpoint is of another training.</exception>
    /// <inheritdoc cref="Run" path="/exception"/>
    public TrainResult Resume(Checkpoint checkpoint, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        checkpoint.RequireSameTraining(_options, _data);
        NetworkGraph graph = DSen2Cr.Build(_options.Network);
        checkpoint.CopyWeightsTo(graph);
        using ITrainingEngine engine = _createEngine(graph);
        engine.LoadOptimizer(checkpoint.Optimizer);
        return Loop(engine, checkpoint.Elapsed, progress, cancellation);
    }

    private TrainResult Loop(ITrainingEngine engine, TimeSpan before, IProgress<TrainProgress>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        long first = engine.Steps;
        TimeSpan reported = -ReportEvery;
        double mean = double.NaN;
        var builder = new BatchBuilder(_set, _options);
        using var queue = new BatchQueue(builder.Build, first, _set.Dataset.Reading);
        while (true)
        {
            TimeSpan elapsed = before + clock.Elapsed;
            double share = _options.Steps is { } steps ? (double)engine.Steps / steps : elapsed.TotalMinutes / _options.Minutes!.Value;
            if (share >= 1)
            {
                break;
            }

            if (cancellation.IsCancellationRequested)
            {
                SaveCheckpoint(engine, elapsed);
                throw new OperationCanceledException(
                    _checkpointPath is null ? $"Stopped at step {engine.Steps}." : $"Stopped at step {engine.Steps}; {_checkpointPath} holds the training, resume from it.", cancellation);
            }

            long step = engine.Steps;
            PixelLoss loss = _options.LossAt(share);
            double rate = _options.RateAt(step, share);
            double value = engine.Step(queue.Take(CancellationToken.None), loss, rate);
            RequireFinite(value, step);
            mean = double.IsNaN(mean) ? value : mean + ((value - mean) / Math.Min(100, step - first + 1));
            if (engine.Steps % _options.CheckpointSteps == 0)
            {
                SaveCheckpoint(engine, before + clock.Elapsed);
            }

            if (clock.Elapsed - reported >= ReportEvery)
            {
                reported = clock.Elapsed;
                progress?.Report(Progress(engine.Steps, first, mean, loss.Name, rate, before, clock.Elapsed));
            }
        }

        engine.Synchronize();
        RequireFiniteWeights(engine);
        SaveCheckpoint(engine, before + clock.Elapsed);
        return new TrainResult(engine.Graph, engine.Steps, before + clock.Elapsed, mean, engine.Name, builder.PriorFill);
    }

    private TrainProgress Progress(long step, long first, double loss, string name, double rate, TimeSpan before, TimeSpan clock)
    {
        double perSecond = (step - first) / Math.Max(1e-3, clock.TotalSeconds);
        double share = _options.Steps is { } steps ? (double)step / steps : (before + clock).TotalMinutes / _options.Minutes!.Value;
        double left = _options.Steps is { } all ? (all - step) / Math.Max(1e-6, perSecond) : (_options.Minutes!.Value * 60) - (before + clock).TotalSeconds;
        return new TrainProgress(step, Math.Min(1, share), loss, name, rate, perSecond, TimeSpan.FromSeconds(Math.Max(0, left)));
    }

    private void SaveCheckpoint(ITrainingEngine engine, TimeSpan elapsed)
    {
        if (_checkpointPath is null)
        {
            return;
        }

        engine.Synchronize();
        RequireFiniteWeights(engine);
        Checkpoint.Capture(engine, _options, _data, elapsed).Save(_checkpointPath);
    }

    private void RequireFiniteWeights(ITrainingEngine engine)
    {
        if (engine.Graph.Parameters.FirstOrDefault(p => !p.Values.All(float.IsFinite)) is { } bad)
        {
            throw Diverged($"the parameter {bad.Name} holds a value that is not finite", engine.Steps);
        }
    }

    private void RequireFinite(double loss, long step)
    {
        if (!double.IsFinite(loss))
        {
            throw Diverged($"the loss is {loss}", step);
        }
    }

    private CloudlessException Diverged(string what, long step)
    {
        string last = _checkpointPath is not null && File.Exists(_checkpointPath)
            ? $"The last good checkpoint is {_checkpointPath}."
            : "There is no earlier checkpoint.";
        return new CloudlessException($"The training diverged: at step {step} {what}. {last} Lower the learning rate (now {_options.LearningRate}).");
    }
}

/// <summary>What a training made.</summary>
/// <param name="Graph">The network with its trained weights.</param>
/// <param name="Steps">Updates done.</param>
/// <param name="Elapsed">Time of training, over resumes.</param>
/// <param name="Loss">Mean loss of about the last hundred steps.</param>
/// <param name="Engine">What computed.</param>
/// <param name="PriorFill">The prior fill learned from the samples, which the network needs in use; null for none.</param>
public sealed record TrainResult(NetworkGraph Graph, long Steps, TimeSpan Elapsed, double Loss, string Engine, PriorFillCard? PriorFill);
