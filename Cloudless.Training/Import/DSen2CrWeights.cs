using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Training.Import;

/// <summary>
/// Weights of a DSen2-CR by their order and shapes, whatever their names: a convolution from 13 or 15 channels to F, 2B from F to F, one from F to 13, all 3x3 with a bias.
/// So F, B and with or without SAR come from the file.
/// </summary>
internal static class DSen2CrWeights
{
    private const int Optical = Sentinel2Band.Count, WithSar = Optical + 2, Kernel = 3;

    /// <summary>Builds the network.</summary>
    /// <param name="source">File, for the message.</param>
    /// <param name="layers">Layers in the network's order.</param>
    /// <exception cref="CloudlessException">The layers are those of another network; the message tells what was found and expected.</exception>
    public static (NetworkGraph Graph, DSen2CrOptions Options) Build(string source, IReadOnlyList<WeightLayer> layers)
    {
        int features = layers.Count == 0 ? 0 : layers[0].Kernel?.Shape[0] ?? 0, blocks = (layers.Count - 2) / 2;
        RefuseOtherPort(source, layers);
        for (int i = 0; i < layers.Count; i++)
        {
            bool head = i == 0, tail = i == layers.Count - 1;
            string expected = $"{(head ? $"{WithSar} (or {Optical}, without SAR)" : features)} to {(tail ? Optical : head ? "F" : features)} channels";
            int[] inputs = head ? [WithSar, Optical] : [features];
            bool fits = layers[i] is { Kernel.Shape: var shape, Bias: not null } && inputs.Contains(shape[1]) && shape[2] == Kernel && (!tail || shape[0] == Optical) && (tail || shape[0] == features);
            Require(fits, source, layers, $"number {i + 1}, {layers[i]}, where a {Kernel}x{Kernel} convolution with a bias from {expected} is expected");
        }

        Require(layers.Count >= 2 && layers.Count % 2 == 0, source, layers, $"{layers.Count} convolutions, where 2B+2 are expected");
        var options = new DSen2CrOptions { Features = features, Blocks = blocks, Sar = layers[0].Kernel!.Shape[1] == WithSar };
        NetworkGraph graph = DSen2Cr.Build(options);
        Conv2dNode[] nodes = [.. graph.Nodes.OfType<Conv2dNode>()];
        for (int i = 0; i < nodes.Length; i++)
        {
            layers[i].Kernel!.Values.CopyTo(graph.Parameter(nodes[i].Weight).Values, 0);
            layers[i].Bias!.Values.CopyTo(graph.Parameter(nodes[i].Bias).Values, 0);
        }

        return (graph, options);
    }

    /// <summary>One known port looks almost alike, and would run here and compute nonsense if its missing biases were taken for zeros.</summary>
    private static void RefuseOtherPort(string source, IReadOnlyList<WeightLayer> layers)
    {
        bool blocksWithout = layers.Count > 2 && layers.Count % 2 == 0 && layers.Skip(1).SkipLast(1).All(l => l is { Kernel: not null, Bias: null });
        if (blocksWithout && layers[0].Bias is not null && layers[^1].Bias is not null)
        {
            throw new CloudlessException(
                $"{source}: the residual blocks have no bias, which tells a port of DSen2-CR to PyTorch whose input has SAR first, before the optical bands. Its weights are not interchangeable with DSen2-CR's; "
                + "import those of dsen2-cr itself (Keras) or of the PyTorch class that comes with it.");
        }
    }

    private static void Require(bool holds, string source, IReadOnlyList<WeightLayer> layers, string found)
    {
        if (holds)
        {
            return;
        }

        string all = string.Join(", ", layers.Take(3)) + (layers.Count > 3 ? $" and {layers.Count - 3} more" : "");
        throw new CloudlessException(
            $"{source}: these are not the weights of a DSen2-CR: found {found}. Found in all {layers.Count} layers with weights: {(layers.Count == 0 ? "none" : all)}. "
            + $"Expected {Kernel}x{Kernel} convolutions with a bias and nothing else: one from {Optical} or {WithSar} channels to F, 2B from F to F, one from F to {Optical}.");
    }
}
