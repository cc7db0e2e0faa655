using Cloudless.Networks;

namespace Cloudless.Tests.Networks;

/// <summary>Small graphs, one for each form of the nodes that our own engine does not know, with seeded weights and inputs.</summary>
internal static class NodeGraphs
{
    private const int Channels = 3;

    private static readonly Dictionary<string, (ValueKind Kind, Func<NetworkGraphBuilder, string, string> Make)> Makers = new()
    {
        ["conv3d"] = OfSequence((b, x) => b.Conv3d("y", x, 4)),
        ["conv3d of one date"] = OfSequence((b, x) => b.Conv3d("y", x, 2, dates: 1, kernel: 5)),
        ["conv3d of one pixel"] = OfSequence((b, x) => b.Conv3d("y", x, 2, dates: 3, kernel: 1)),
        ["conv3d that halves"] = OfSequence((b, x) => b.Conv3d("y", x, 2, stride: 2)),
        ["upsample of sequences"] = OfSequence((b, x) => b.Upsample("y", b.Conv3d("half", x, 2, stride: 2), bilinear: false)),
        ["bilinear upsample of sequences"] = OfSequence((b, x) => b.Upsample("y", b.Conv3d("half", x, 2, stride: 2), bilinear: true)),
        ["norm of sequences"] = OfSequence((b, x) => b.BatchNorm("y", x)),
        ["relu of sequences"] = OfSequence((b, x) => b.Relu("y", x)),
        ["leaky relu"] = OfSequence((b, x) => b.LeakyRelu("y", x, 0.2f)),
        ["sigmoid"] = OfSequence((b, x) => b.Sigmoid("y", x)),
        ["clamp of sequences"] = OfSequence((b, x) => b.Clamp("y", x, [-0.5f, -1, 0], [0.5f, 0, 1])),
        ["even clamp of sequences"] = OfSequence((b, x) => b.Clamp("y", x, [-0.5f, -0.5f, -0.5f], [0.5f, 0.5f, 0.5f])),
        ["affine of sequences"] = OfSequence((b, x) => b.Affine("y", x, [1, 2, 3], [4, 5, 6])),
        ["factors of sequences"] = OfSequence((b, x) => b.Affine("y", x, [1, 2, 3], [0, 0, 0])),
        ["slice of sequences"] = OfSequence((b, x) => b.SliceChannels("y", x, 1, 2)),
        ["concat of sequences"] = OfSequence((b, x) => b.Concat("y", x, b.Scale("twice", x, 2))),
        ["sum of sequences"] = OfSequence((b, x) => b.Add("y", x, b.Scale("twice", x, 2))),
        ["product"] = OfSequence((b, x) => b.Multiply("y", x, b.Scale("twice", x, 2))),
        ["product with one channel"] = OfSequence((b, x) => b.Multiply("y", x, b.SliceChannels("one", x, 1, 1))),
        ["softmax over dates"] = OfSequence((b, x) => b.SoftmaxOverDates("y", x)),
        ["mean over dates"] = (ValueKind.Series, (b, x) => b.MeanOverDates("y", b.SwapDates("sequence", x))),
        ["sum over dates"] = (ValueKind.Series, (b, x) => b.SumOverDates("y", b.SwapDates("sequence", x))),
        ["fold dates"] = (ValueKind.Series, (b, x) => b.FoldDates("y", x)),
        ["unfold dates"] = (ValueKind.Series, (b, x) => b.UnfoldDates("y", b.Conv2d("branch", b.FoldDates("folded", x), 2), x)),
        ["conv2d that halves"] = (ValueKind.Image, (b, x) => b.Conv2d("y", x, 4, kernel: 3, stride: 2)),
        ["conv2d of 7 x 7 that halves"] = (ValueKind.Image, (b, x) => b.Conv2d("y", x, 2, kernel: 7, stride: 2)),
        ["conv2d of one pixel that halves"] = (ValueKind.Image, (b, x) => b.Conv2d("y", x, 2, kernel: 1, stride: 2)),
        ["conv2d of 4 x 4 that halves"] = (ValueKind.Image, (b, x) => b.Conv2d("y", x, 2, kernel: 4, stride: 2)),
        ["max pool of 3 x 3"] = (ValueKind.Image, (b, x) => b.MaxPool("y", x, kernel: 3)),
        ["max pool"] = (ValueKind.Image, (b, x) => b.MaxPool("y", x)),
        ["upsample of images"] = (ValueKind.Image, (b, x) => b.Upsample("y", b.MaxPool("half", x), bilinear: false)),
        ["bilinear upsample of images"] = (ValueKind.Image, (b, x) => b.Upsample("y", b.MaxPool("half", x), bilinear: true)),
        ["norm of images"] = (ValueKind.Image, (b, x) => b.BatchNorm("y", x)),
        ["concat of images"] = (ValueKind.Image, (b, x) => b.Concat("y", x, b.SliceChannels("two", x, 0, 2))),
        ["global average and a layer"] = (ValueKind.Image, (b, x) => b.Conv2d("y", b.Relu("relu", b.GlobalAveragePool("mean", x)), 5, kernel: 1)),
        ["tanh"] = (ValueKind.Image, (b, x) => b.Tanh("y", x)),
        ["softplus"] = (ValueKind.Image, (b, x) => b.Softplus("y", x)),
        ["depthwise"] = (ValueKind.Image, (b, x) => b.DepthwiseConv2d("y", x)),
        ["depthwise of 5 x 5"] = (ValueKind.Image, (b, x) => b.DepthwiseConv2d("y", x, kernel: 5)),
        ["conv that doubles"] = (ValueKind.Image, (b, x) => b.ConvTranspose2d("y", b.MaxPool("half", x), 2)),
        ["norm of one group"] = (ValueKind.Image, (b, x) => b.GroupNorm("y", x, 1)),
        ["norm of groups"] = (ValueKind.Image, (b, x) => b.GroupNorm("y", b.Conv2d("six", x, 6), 3)),
        ["two norms of groups"] = (ValueKind.Image, (b, x) => b.GroupNorm("y", b.GroupNorm("first", x, 3), 1)),
        ["product with a vector"] = (ValueKind.Image, (b, x) => b.Multiply("y", x, b.GlobalAveragePool("mean", x))),
        ["two outputs"] = (ValueKind.Image, (b, x) =>
        {
            b.Output(b.MaxPool("first", x));
            return b.Conv2d("y", b.MaxPool("second", "first"), 2);
        }),
    };

    public static IEnumerable<string> Names => Makers.Keys;

    public static NetworkGraph Make(string name)
    {
        (ValueKind kind, Func<NetworkGraphBuilder, string, string> make) = Makers[name];
        var b = new NetworkGraphBuilder();
        b.Output(make(b, b.Input("x", Channels, kind)));
        NetworkGraph graph = b.Build();
        var random = new SeededRandom(7);
        foreach (Parameter parameter in graph.Parameters)
        {
            bool variance = parameter.Name.EndsWith(".variance", StringComparison.Ordinal);
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                parameter.Values[i] = (float)random.NextDouble(variance ? 0.5 : -1, variance ? 2 : 1);
            }
        }

        return graph;
    }

    /// <summary>An input of the graph's kind: two images, or two series of so many dates.</summary>
    public static Block Input(NetworkGraph graph, int dates, int height = 8, int width = 12)
    {
        Block block = graph.Inputs[0].Shape.Kind == ValueKind.Series ? new Block(2, dates, Channels, height, width) : new Block(2, Channels, height, width);
        var random = new SeededRandom((ulong)dates);
        for (int i = 0; i < block.Values.Length; i++)
        {
            block.Values[i] = (float)random.NextDouble(-2, 2);
        }

        return block;
    }

    private static (ValueKind, Func<NetworkGraphBuilder, string, string>) OfSequence(Func<NetworkGraphBuilder, string, string> make) =>
        (ValueKind.Series, (b, x) => b.SwapDates("out", make(b, b.SwapDates("sequence", x))));
}
