using Cloudless.Networks;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Checkpoints;

/// <summary>Saves the checkpoints of one training and knows which is the last good one.</summary>
internal sealed class CheckpointSaver(string? path, TrainOptions options, string data, long? savedStep)
{
    private long? _savedStep = savedStep;

    /// <summary>Whether and where checkpoints are written.</summary>
    public string? Path => path;

    /// <summary>One sentence on the last good checkpoint.</summary>
    public string Last => path is null || _savedStep is not { } step
        ? "There is no checkpoint of this training."
        : $"The last good checkpoint is {path} (step {step}): resume from it.";

    /// <summary>Saves; does nothing without a path.</summary>
    /// <exception cref="TrainingDivergedException">A weight is not finite; the last checkpoint stays.</exception>
    /// <exception cref="CloudlessException">The file cannot be written; the last checkpoint stays.</exception>
    public void Save(ITrainingEngine engine, TrainingState state, WeightAverage? average)
    {
        if (path is null)
        {
            return;
        }

        engine.Synchronize();
        RequireFinite(engine.Graph, engine.Steps);
        try
        {
            Checkpoint.Capture(engine, options, data, state, average).Save(path);
        }
        catch (CloudlessException error)
        {
            throw new CloudlessException($"The checkpoint of step {engine.Steps} failed: {error.Message} {Last}", error);
        }

        _savedStep = engine.Steps;
    }

    /// <summary>Refuses weights that are not finite.</summary>
    public static void RequireFinite(NetworkGraph graph, long step)
    {
        if (graph.Parameters.FirstOrDefault(p => !p.Values.All(float.IsFinite)) is { } bad)
        {
            throw new TrainingDivergedException($"The training diverged: after step {step} the parameter {bad.Name} holds a value that is not finite. Lower the learning rate or limit the gradients' norm.");
        }
    }
}
