using System.Globalization;
using Cloudless.Networks;
using Cloudless.Training.Engines;
using Cloudless.Training.Settings;

namespace Cloudless.Training.Checkpoints;

/// <summary>
/// A training stopped in the middle: options, weights, optimizer and where it stood. Batches are drawn from seed and step number, so there is no
/// other random state to keep.
/// </summary>
/// <param name="Options">Options of the training.</param>
/// <param name="Data">Digest of its samples, <see cref="Batches.TrainingSet.Fingerprint"/>.</param>
/// <param name="State">Where it stood.</param>
/// <param name="Weights">Parameter values by name, each in its shape's order.</param>
/// <param name="Average">Averaged weights by name; null where the training keeps none.</param>
/// <param name="Optimizer">State of NAdam.</param>
public sealed record Checkpoint(
    TrainOptions Options, string Data, TrainingState State, IReadOnlyDictionary<string, float[]> Weights, IReadOnlyDictionary<string, float[]>? Average,
    NAdamState Optimizer)
{
    /// <summary>Writes a file, whole or not at all. The checkpoint that was there stays beside it, with <c>.previous</c> after its name.</summary>
    /// <exception cref="CloudlessException">The file cannot be written; the earlier checkpoint is where it was.</exception>
    public void Save(string path) => CheckpointFile.Write(path, this);

    /// <summary>Reads a file.</summary>
    /// <exception cref="CloudlessException">The file is missing, damaged or no checkpoint.</exception>
    public static Checkpoint Load(string path) => CheckpointFile.Read(path);

    /// <summary>Whether there is a checkpoint of this name, or one before it.</summary>
    public static bool Exists(string path) => File.Exists(path) || File.Exists(CheckpointFile.PreviousOf(path));

    /// <summary>Reads the newest checkpoint of a name that is whole: the file itself, or the one before it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">Told in a line when the newest is damaged or missing; null for silence.</param>
    /// <exception cref="CloudlessException">Neither can be read.</exception>
    public static Checkpoint LoadNewest(string path, Action<string>? log = null)
    {
        string previous = CheckpointFile.PreviousOf(path);
        if (!File.Exists(previous))
        {
            return Load(path);
        }

        try
        {
            return Load(path);
        }
        catch (CloudlessException error)
        {
            Checkpoint earlier = Load(previous);
            log?.Invoke($"{error.Message} Going on from {previous}, step {earlier.Optimizer.Step}.");
            return earlier;
        }
    }

    /// <summary>Copies the weights into a graph of the same architecture.</summary>
    /// <exception cref="CloudlessException">A parameter is missing or has another size.</exception>
    public void CopyWeightsTo(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Copy(Weights, graph.Parameters.ToDictionary(p => p.Name, p => p.Values, StringComparer.Ordinal));
    }

    /// <summary>Copies the state of an engine whose weights are synchronized.</summary>
    internal static Checkpoint Capture(ITrainingEngine engine, TrainOptions options, string data, TrainingState state, WeightAverage? average) => new(
        options, data, state, engine.Graph.Parameters.ToDictionary(p => p.Name, p => (float[])p.Values.Clone()), average?.Values, engine.SaveOptimizer());

    /// <summary>Copies the averaged weights.</summary>
    internal void CopyAverageTo(WeightAverage average) => Copy(Average ?? throw new CloudlessException("The checkpoint holds no averaged weights. Start anew."), average.Values);

    /// <summary>Refuses to go on with other options or other samples: the result would be neither training's.</summary>
    internal void RequireSameTraining(TrainOptions options, string data)
    {
        IReadOnlyList<string> differences = TrainingJson.Differences(Options, options);
        if (differences.Count > 0)
        {
            throw new CloudlessException(
                $"The checkpoint was made with other options: {string.Join("; ", differences)}. Resume with the same options, or start anew.");
        }

        if (Data != data)
        {
            throw new CloudlessException($"The checkpoint was made on other samples (digest {Data}, now {data}). Resume with the same data folder, or start anew.");
        }
    }

    private static void Copy(IReadOnlyDictionary<string, float[]> from, IReadOnlyDictionary<string, float[]> to)
    {
        foreach ((string name, float[] destination) in to)
        {
            if (!from.TryGetValue(name, out float[]? values) || values.Length != destination.Length)
            {
                throw new CloudlessException(
                    $"The checkpoint holds {values?.Length.ToString(CultureInfo.InvariantCulture) ?? "no"} values of {name}, the network needs {destination.Length}. It is of another network.");
            }

            values.CopyTo(destination, 0);
        }
    }
}
