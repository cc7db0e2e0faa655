using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training.Import.PyTorch;

namespace Cloudless.Training.Import;

/// <summary>Weights of a ResNet50 of torchvision or timm, whose names are those of <see cref="ResNet50"/>. The last layer is taken where it tells as many classes apart, else it stays as it is.</summary>
internal static class ResNet50Weights
{
    private const string First = "conv1", Last = "fc";

    private static readonly Sentinel2Band[] Colors = [Sentinel2Band.B04, Sentinel2Band.B03, Sentinel2Band.B02];

    /// <summary>Puts the weights of a file into a graph.</summary>
    /// <param name="graph">A <see cref="ResNet50"/> of the file's width.</param>
    /// <param name="bands">Its bands.</param>
    /// <param name="path">State dict that <c>torch.save</c> wrote; nothing in it is executed.</param>
    /// <returns>What became of the first and the last layer, in words.</returns>
    /// <exception cref="CloudlessException">The file is none, or holds another network; the message tells what was found and expected.</exception>
    public static string Load(NetworkGraph graph, IReadOnlyList<Sentinel2Band> bands, string path)
    {
        IReadOnlyList<WeightLayer> layers = TorchStateDict.Read(path);
        string prefix = layers.FirstOrDefault(l => l.Name == First || l.Name.EndsWith("." + First, StringComparison.Ordinal))?.Name[..^First.Length]
            ?? throw new CloudlessException($"{path}: there is no layer '{First}' among {layers.Count}; expected a state dict of a ResNet50 of torchvision or timm.");
        Dictionary<string, WeightLayer> byName = layers.Where(l => l.Name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(l => l.Name[prefix.Length..], StringComparer.Ordinal);
        foreach (GraphNode node in graph.Nodes)
        {
            switch (node)
            {
                case Conv2dNode { Output: First } n:
                    Fill(graph.Parameter(n.Weight), Inflate(Tensor(byName, First, "weight", path), graph.Parameter(n.Weight).Shape, bands, path), First, path);
                    break;
                case Conv2dNode n when n.Output != ResNet50.OutputName:
                    Fill(graph.Parameter(n.Weight), Tensor(byName, n.Output, "weight", path), n.Output, path);
                    break;
                case BatchNormNode n:
                    Fill(graph.Parameter(n.Weight), Tensor(byName, n.Output, "weight", path), n.Output, path);
                    Fill(graph.Parameter(n.Bias), Tensor(byName, n.Output, "bias", path), n.Output, path);
                    Fill(graph.Parameter(n.Mean), Tensor(byName, n.Output, "running_mean", path), n.Output, path);
                    Fill(graph.Parameter(n.Variance), Tensor(byName, n.Output, "running_var", path), n.Output, path);
                    break;
            }
        }

        int channels = Tensor(byName, First, "weight", path).Shape[1];
        bool whole = byName.TryGetValue(Last, out WeightLayer? last) && last.Tensors.FirstOrDefault(t => t.Name == "weight")?.Values.Length == graph.Parameter(ResNet50.ClassWeight).Values.Length;
        if (whole)
        {
            last!.Tensors.First(t => t.Name == "weight").Values.CopyTo(graph.Parameter(ResNet50.ClassWeight).Values, 0);
            last.Bias?.Values.CopyTo(graph.Parameter(ResNet50.OutputName + ".bias").Values, 0);
        }

        return $"weights of {Path.GetFileName(path)}: first convolution of {channels} channels, last layer {(whole ? "taken" : "drawn anew")}";
    }

    // The bands' own kernels where they are there; of three colors, the others get the mean, and all are scaled so that as much comes out as before.
    private static WeightTensor Inflate(WeightTensor kernel, IReadOnlyList<int> wanted, IReadOnlyList<Sentinel2Band> bands, string path)
    {
        int channels = kernel.Shape is [_, var c, _, _] ? c : 0;
        if (channels == bands.Count)
        {
            return kernel;
        }

        if (channels != Colors.Length && channels != Sentinel2Band.Count)
        {
            throw new CloudlessException(
                $"{path}: the first convolution is {kernel}; expected {Colors.Length} channels (red, green, blue), {Sentinel2Band.Count} (all bands in order) or {bands.Count} (those of the classifier, in its order).");
        }

        int taps = kernel.Shape[2] * kernel.Shape[3];
        float Tap(int output, int channel, int tap) => kernel.Values[(((output * channels) + channel) * taps) + tap];
        float Value(int output, int band, int tap) => channels == Sentinel2Band.Count ? Tap(output, bands[band].Index, tap)
            : (Array.IndexOf(Colors, bands[band]) is >= 0 and var color ? Tap(output, color, tap) : (Tap(output, 0, tap) + Tap(output, 1, tap) + Tap(output, 2, tap)) / 3) * Colors.Length / bands.Count;
        return new WeightTensor(kernel.Name, [.. wanted],
            [.. from o in Enumerable.Range(0, kernel.Shape[0]) from b in Enumerable.Range(0, bands.Count) from t in Enumerable.Range(0, taps) select Value(o, b, t)]);
    }

    private static WeightTensor Tensor(Dictionary<string, WeightLayer> layers, string layer, string name, string path) =>
        (layers.TryGetValue(layer, out WeightLayer? found) ? found.Tensors.FirstOrDefault(t => t.Name == name) : null)
        ?? throw new CloudlessException($"{path}: there is no '{layer}.{name}'; expected a state dict of a ResNet50 of torchvision or timm, which has it.");

    private static void Fill(Parameter parameter, WeightTensor from, string layer, string path)
    {
        if (!from.Shape.SequenceEqual(parameter.Shape))
        {
            throw new CloudlessException($"{path}: '{layer}' has {from}; the network to be trained has [{string.Join(',', parameter.Shape)}]. Weights of ResNet50 fit the width 64.");
        }

        from.Values.CopyTo(parameter.Values, 0);
    }
}
