using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Engines;
using Cloudless.Training.Validation;

namespace Cloudless.Training;

/// <summary>Runs one training: batches, rate and loss by schedule, validation, checkpoints, limits of time and steps. It knows no engine but by its interface.</summary>
/// <remarks>With a length in steps or epochs the result depends on options and samples alone. Not thread-safe.</remarks>
public sealed class Trainer
{
    private readonly TrainOptions _options;
    private readonly TrainingSet _set;
    private readonly BatchBuilder _batches;
    private readonly Func<NetworkGraph, ITrainingEngine> _createEngine;
    private readonly string? _checkpointPath;
    private readonly string _data;

    /// <summary>Prepares a training.</summary>
    /// <param name="options">Validated here.</param>
    /// <param name="set">Samples, held-out and validation fold already left out.</param>
    /// <param name="createEngine">Makes the engine for a graph; it is disposed after the run.</param>
    /// <param name="checkpointPath">File for checkpoints, replaced as the training goes; null writes none.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CloudlessException">
    /// No checkpoint can be written at the path, or a file is there that is no checkpoint; or the samples do not serve for what the options ask for.
    /// </exception>
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
        _batches = new BatchBuilder(set, options);
        _data = set.Fingerprint();
    }

    /// <summary>A network of the options' architecture whose weights the training starts from; null, the default, starts from random ones.</summary>
    public NetworkGraph? From { get; init; }

    /// <summary>The prior fill learned from the samples, which the network needs in use; null where the options ask for none.</summary>
    public PriorFillCard? PriorFill => _batches.PriorFill;

    /// <summary>Told of rows of the log and of validations; null for nobody.</summary>
    internal ITrainingWatcher? Watcher { get; init; }

    /// <summary>Trains from random weights, or from those of <see cref="From"/>.</summary>
    /// <exception cref="OperationCanceledException">Canceled; a checkpoint was written where a path is set.</exception>
    /// <exception cref="TrainingDivergedException">Loss, gradients or weights left the numbers; the message names the last checkpoint.</exception>
    /// <exception cref="OutOfMemoryException">The memory did not suffice; the message says what takes less and names the last checkpoint.</exception>
    /// <exception cref="CloudlessException">A sample cannot be read, or a checkpoint or log not be written; the last checkpoint is where it was.</exception>
    public TrainResult Run(IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        NetworkGraph graph = TrainedNetwork.Build(_options);
        if (From is null)
        {
            StartWeights.Draw(graph, _options);
        }
        else
        {
            StartWeights.Copy(From, graph);
        }

        return Train(graph, null, progress, cancellation);
    }

    /// <summary>Goes on where a checkpoint stopped; with a length in steps or epochs the weights end the same as in an unbroken run.</summary>
    /// <exception cref="CloudlessException">The checkpoint is of another training.</exception>
    /// <inheritdoc cref="Run" path="/exception"/>
    public TrainResult Resume(Checkpoint checkpoint, IProgress<TrainProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        checkpoint.RequireSameTraining(_options, _data);
        NetworkGraph graph = TrainedNetwork.Build(_options);
        checkpoint.CopyWeightsTo(graph);
        return Train(graph, checkpoint, progress, cancellation);
    }

    private TrainResult Train(NetworkGraph graph, Checkpoint? checkpoint, IProgress<TrainProgress>? progress, CancellationToken cancellation)
    {
        var saver = new CheckpointSaver(_checkpointPath, _options, _data, checkpoint?.Optimizer.Step);
        var average = _options.AverageDecay is { } decay ? new WeightAverage(graph, decay) : null;
        if (average is not null)
        {
            checkpoint?.CopyAverageTo(average);
        }

        try
        {
            using ITrainingEngine engine = _createEngine(graph);
            if (checkpoint is not null)
            {
                engine.LoadOptimizer(checkpoint.Optimizer);
            }

            var loop = new TrainingLoop(engine, _options, _batches, average, saver, checkpoint?.State ?? new TrainingState())
            {
                Reading = _set.Dataset.Reading, Validator = Validator.Of(_set, _options, PriorFill), Watcher = Watcher, Progress = progress,
            };
            return loop.Run(cancellation);
        }
        catch (TrainingDivergedException error)
        {
            throw new TrainingDivergedException($"{error.Message} {saver.Last}");
        }
        catch (OutOfMemoryException error)
        {
            throw new OutOfMemoryException(
                $"The memory does not suffice for batches of {_options.Batch} crops of {_options.Crop} x {_options.Crop} pixels: {error.Message} Take a smaller batch or crop, or a smaller network. {saver.Last}", error);
        }
    }
}

/// <summary>What a training made.</summary>
/// <param name="Graph">The network with its trained weights, averaged where the options ask for it.</param>
/// <param name="Steps">Updates done.</param>
/// <param name="Elapsed">Time of training, over resumes.</param>
/// <param name="Loss">Mean loss of about the last hundred steps.</param>
/// <param name="Engine">What computed.</param>
/// <param name="Best">The best validation; null where none was made.</param>
public sealed record TrainResult(NetworkGraph Graph, long Steps, TimeSpan Elapsed, double Loss, string Engine, ValidationResult? Best);
