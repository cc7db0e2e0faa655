using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Training.Engines;

/// <summary>Which graphs the training engines take; all of them the same ones.</summary>
internal static class TrainableGraph
{
    /// <summary>Refuses a graph that cannot be trained.</summary>
    /// <exception cref="ArgumentException">Not one input whose first 13 channels are optical and one output of 13 channels, or a node that the engines do not know.</exception>
    public static void Require(NetworkGraph graph)
    {
        if (!CpuInferenceEngine.Supports(graph) || graph.Inputs[0].Channels < Sentinel2Band.Count || graph.Outputs[0].Channels != Sentinel2Band.Count)
        {
            throw new ArgumentException(
                $"Training needs a graph of one input of at least {Sentinel2Band.Count} channels and one output of {Sentinel2Band.Count}; this one has inputs {string.Join(", ", graph.Inputs)} and outputs {string.Join(", ", graph.Outputs)}.",
                nameof(graph));
        }
    }
}
