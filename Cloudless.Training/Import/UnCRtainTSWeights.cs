using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Training.Import;

/// <summary>
/// Weights of an UnCRtainTS by their order and shapes: each layer of the file, but those that are left out, is one layer of the graph in the graph's order. So features, blocks and with or without
/// SAR come from the file. SAR comes first in the input of the file's network, and last in the model's.
/// </summary>
internal static class UnCRtainTSWeights
{
    private const int Optical = Sentinel2Band.Count, WithSar = Optical + 2, MostBlocks = 64;

    /// <summary>Builds the network.</summary>
    /// <param name="source">File, for the message.</param>
    /// <param name="layers">Layers in the network's order.</param>
    /// <param name="leftOut">Beginnings of the names of layers that are none of the network's for one date, such as its attention.</param>
    /// <exception cref="CloudlessException">The layers are those of another network; the message tells the first that does not fit.</exception>
    public static (NetworkGraph Graph, UnCRtainTSOptions Options) Build(string source, IReadOnlyList<WeightLayer> layers, IReadOnlyList<string> leftOut)
    {
        if (leftOut.FirstOrDefault(name => !layers.Any(l => l.Name.StartsWith(name, StringComparison.Ordinal))) is { } absent)
        {
            throw new CloudlessException($"{source}: no layer's name begins with '{absent}', which is to be left out. Its layers are {string.Join(", ", layers.Select(l => l.Name))}.");
        }

        WeightLayer[] kept = [.. layers.Where(l => !leftOut.Any(name => l.Name.StartsWith(name, StringComparison.Ordinal)))];
        UnCRtainTSOptions options = Options(source, kept);
        NetworkGraph graph = UnCRtainTS.Build(options);
        (string Weight, string Bias)[] wanted = [.. graph.Nodes.Select(Parameters).OfType<(string, string)>()];
        for (int i = 0; i < Math.Min(wanted.Length, kept.Length); i++)
        {
            Copy(source, kept[i], i, graph, wanted[i].Weight, wanted[i].Bias);
        }

        return kept.Length == wanted.Length
            ? (graph, options)
            : throw new CloudlessException(
                $"{source}: {kept.Length} layers with weights are no UnCRtainTS for one date as Cloudless builds it: with {options.Blocks} blocks it has {wanted.Length}. Leave out those that belong to dates (--leave-out NAME); the last ones are {string.Join(", ", kept.TakeLast(3))}.");
    }

    private static UnCRtainTSOptions Options(string source, WeightLayer[] layers)
    {
        int[] first = layers.Length == 0 ? [] : WeightOf(layers[0])?.Shape ?? [];
        int count = Count(1) - Count(0), blocks = count == 0 ? 0 : (layers.Length - Count(0)) / count;
        if (first is not [var features, WithSar or Optical, ..] || features < UnCRtainTSOptions.Groups || features % UnCRtainTSOptions.Groups != 0 || blocks is < 0 or > MostBlocks)
        {
            throw new CloudlessException(
                $"{source}: these are not the weights of an UnCRtainTS: the first of {layers.Length} layers is {(layers.Length == 0 ? "none" : layers[0])}; expected a 1x1 convolution from {WithSar} (or {Optical}, without SAR) channels to a multiple of {UnCRtainTSOptions.Groups}.");
        }

        return new UnCRtainTSOptions { Features = features, Blocks = blocks, Sar = first[1] == WithSar };

        static int Count(int blocks) => UnCRtainTS.Build(new UnCRtainTSOptions { Features = UnCRtainTSOptions.Groups, Blocks = blocks }).Nodes.Count(n => Parameters(n) is not null);
    }

    private static (string Weight, string Bias)? Parameters(GraphNode node) => node switch
    {
        Conv2dNode n => (n.Weight, n.Bias),
        DepthwiseConv2dNode n => (n.Weight, n.Bias),
        GroupNormNode n => (n.Weight, n.Bias),
        _ => null,
    };

    private static WeightTensor? WeightOf(WeightLayer layer) => layer.Tensors.FirstOrDefault(t => t.Name == "weight");

    private static void Copy(string source, WeightLayer layer, int place, NetworkGraph graph, string weight, string bias)
    {
        Parameter to = graph.Parameter(weight), toBias = graph.Parameter(bias);
        WeightTensor? from = WeightOf(layer);

        // A layer that joins numbers may be written without the sizes of 1.
        bool fits = layer.Tensors.Count <= 2 && from is not null && from.Shape.Where(s => s != 1).SequenceEqual(to.Shape.Where(s => s != 1)) && (layer.Bias is null || layer.Bias.Values.Length == toBias.Values.Length);
        if (!fits)
        {
            throw new CloudlessException(
                $"{source}: layer {place + 1}, {layer}, does not fit '{weight}' [{string.Join(',', to.Shape)}] of an UnCRtainTS for one date as Cloudless builds it. Leave out layers that belong to dates (--leave-out NAME); a network built otherwise cannot be imported.");
        }

        from!.Values.CopyTo(to.Values, 0);
        layer.Bias?.Values.CopyTo(toBias.Values, 0);
        if (place == 0 && to.Shape[1] == WithSar)
        {
            SarLast(to);
        }
    }

    private static void SarLast(Parameter entry)
    {
        int taps = entry.Values.Length / entry.Shape[0] / WithSar;
        for (int o = 0; o < entry.Shape[0]; o++)
        {
            Span<float> row = entry.Values.AsSpan(o * WithSar * taps, WithSar * taps);
            float[] sar = [.. row[..((WithSar - Optical) * taps)]];
            row[sar.Length..].CopyTo(row);
            sar.CopyTo(row[(Optical * taps)..]);
        }
    }
}
