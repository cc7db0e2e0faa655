using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Training;

/// <summary>The weights that a network starts from.</summary>
internal static class StartWeights
{
    /// <summary>Draws all weights, and sets those of the tail to zero where the options ask for it: DSen2-CR then gives back what it sees, and UnCRtainTS begins in the middle of its ranges.</summary>
    public static void Draw(NetworkGraph graph, TrainOptions options)
    {
        if (options.Architecture == ArchitectureCard.Pix2Pix)
        {
            NormalWeights.Initialize(graph, options.Seed);
            return;
        }

        HeUniform.Initialize(graph, options.Seed);
        if (options.ZeroTail)
        {
            foreach (Parameter parameter in graph.Parameters.Where(p => p.Name.StartsWith(DSen2Cr.TailName + ".", StringComparison.Ordinal)))
            {
                Array.Clear(parameter.Values);
            }
        }
    }

    /// <summary>Copies all parameters by name.</summary>
    /// <exception cref="CloudlessException">The networks have not the same parameters.</exception>
    public static void Copy(NetworkGraph from, NetworkGraph to)
    {
        var known = from.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (Parameter parameter in to.Parameters)
        {
            if (!known.TryGetValue(parameter.Name, out Parameter? source) || !source.Shape.SequenceEqual(parameter.Shape))
            {
                throw new CloudlessException(
                    $"The model to start from has {(source is null ? $"no {parameter.Name}" : $"{parameter.Name} of shape [{string.Join(",", source.Shape)}]")}, the network to train needs [{string.Join(",", parameter.Shape)}]. Give the features, blocks and SAR of that model ('cloudless info' tells them).");
            }

            source.Values.CopyTo(parameter.Values, 0);
        }

        if (from.Parameters.Count != to.Parameters.Count)
        {
            throw new CloudlessException($"The model to start from has {from.Parameters.Count} parameters, the network to train {to.Parameters.Count}. Give the features, blocks and SAR of that model ('cloudless info' tells them).");
        }
    }
}
