using Cloudless.Networks;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Checkpoints;

/// <summary>
/// A training stopped in the middle: weights, optimizer, options and time used. Batches are drawn from seed and step number, so there is no
/// other random state to keep.
/// </summary>
/// <param name="Options">Options of the training.</param>
/// <param name="Data">Digest of its samples, <see cref="Batches.TrainingSet.Fingerprint"/>.</param>
/// <param name="Elapsed">Time trained.</param>
/// <param name="Weights">Parameter values by name, each in its shape's order.</param>
/// <param name="Optimizer">State of NAdam.</param>
public sealed record Checkpoint(
    TrainOptions Options, string Data, TimeSpan Elapsed, IReadOnlyDictionary<string, float[]> Weights, NAdamState Optimizer)
{
    /// <summary>Copies the state of an engine whose weights are synchronized.</summary>
    internal static Checkpoint Capture(ITrainingEngine engine, TrainOptions options, string data, TimeSpan elapsed) =>
        new(options, data, elapsed, engine.Graph.Parameters.ToDictionary(p => p.Name, p => (float[])p.Values.Clone()), engine.SaveOptimizer());

    /// <summary>Writes a file, whole or not at all, over an earlier checkpoint.</summary>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public void Save(string path) => CheckpointFile.Write(path, this);

    /// <summary>Reads a file.</summary>
    /// <exception cref="CloudlessException">The file is missing, damaged or no checkpoint.</exception>
    public static Checkpoint Load(string path) => CheckpointFile.Read(path);

    /// <summary>Copies the weights into a graph of the same architecture.</summary>
    /// <exception cref="CloudlessException">A parameter is missing or has another size.</exception>
    public void CopyWeightsTo(NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        foreach (Parameter parameter in graph.Parameters)
        {
            if (!Weights.TryGetValue(parameter.Name, out float[]? values) || values.Length != parameter.Values.Length)
            {
                throw new CloudlessException(
                    $"The checkpoint holds {values?.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no"} values of {parameter.Name}, the network needs {parameter.Values.Length}. It is of another network.");
            }

            values.CopyTo(parameter.Values, 0);
        }
    }

    /// <summary>Refuses to go on with other options or other samples: the result would be neither training's.</summary>
    internal void RequireSameTraining(TrainOptions options, string data)
    {
        if (Options != options)
        {
            throw new CloudlessException(
                $"The checkpoint was made with other options. It has {CheckpointFile.ToJson(Options)}, the training {CheckpointFile.ToJson(options)}. Resume with the same options, or start anew.");
        }

        if (Data != data)
        {
            throw new CloudlessException($"The checkpoint was made on other samples (digest {Data}, now {data}). Resume with the same data folder, or start anew.");
        }
    }
}
