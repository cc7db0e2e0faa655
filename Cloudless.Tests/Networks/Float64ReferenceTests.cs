using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Tests.Networks;

[TestFixture]
public class Float64ReferenceTests
{
    [Test]
    public void Convolution_equals_sums_written_out_by_hand()
    {
        var builder = new NetworkGraphBuilder();
        builder.Output(builder.Conv2d("conv", builder.Input("x", 1), 1));
        NetworkGraph graph = builder.Build();
        Enumerable.Range(1, 9).Select(i => (float)i).ToArray().CopyTo(graph.Parameter("conv.weight").Values, 0);
        graph.Parameter("conv.bias").Values[0] = 0.5f;
        double[] y = Float64Reference.Run(graph, [1, 10, 100, 1000], new TensorShape(1, 1, 2, 2));

        // Cross-correlation with zeros outside: pixel (0,0) sees taps 5, 6, 8, 9; (0,1) taps 4, 5, 7, 8; and so on.
        Assert.That(y, Is.EqualTo(new[] { 5 + 60 + 800 + 9000.5, 4 + 50 + 700 + 8000.5, 2 + 30 + 500 + 6000.5, 1 + 20 + 400 + 5000.5 }));
    }

    [Test]
    public void Every_other_node_follows_its_definition()
    {
        var builder = new NetworkGraphBuilder();
        string x = builder.Input("x", 2);
        string clamped = builder.Clamp("clamped", x, [-1, 0], [2, 3]);
        string affine = builder.Affine("affine", clamped, [2, 10], [1, -5]);
        string second = builder.SliceChannels("second", affine, 1, 1);
        builder.Output(builder.Add("sum", builder.Relu("relu", second), builder.Scale("scale", second, 0.5f)));
        double[] y = Float64Reference.Run(builder.Build(), [9, 9, -4, 5], new TensorShape(1, 2, 1, 2));

        // Channel 1: -4 and 5 are clamped to 0 and 3, become -5 and 25; relu + half gives -2.5 and 37.5.
        Assert.That(y, Is.EqualTo(new[] { -2.5, 37.5 }));
    }
}
