using Cloudless.Networks;

namespace Cloudless.Tests.Networks;

/// <summary>What the builder refuses of series, and what a graph knows of its sizes.</summary>
[TestFixture]
public class SeriesGraphTests
{
    private readonly NetworkGraphBuilder _builder = new();

    [OneTimeSetUp]
    public void MakeValues()
    {
        _builder.Input("series", 3, ValueKind.Series);
        _builder.SwapDates("sequence", "series");
        _builder.FoldDates("images", "series");
        _builder.MaxPool("half", "images");
        _builder.GlobalAveragePool("vector", "images");
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("relu", b => b.Relu("y", "series"), "'series'", "[N,T,3,H,W]");
        yield return Case("conv2d", b => b.Conv2d("y", "sequence", 3), "'sequence'", "images");
        yield return Case("conv2d of a vector", b => b.Conv2d("y", "vector", 3), "[N,3,1,1]", "1 x 1");
        yield return Case("conv3d", b => b.Conv3d("y", "images", 3), "'images'", "a sequence");
        yield return Case("even dates", b => b.Conv3d("y", "sequence", 3, dates: 2), "odd", "2");
        yield return Case("stride", b => b.Conv3d("y", "sequence", 3, stride: 3), "1 or 2", "3");
        yield return Case("kinds", b => b.Add("y", "images", "sequence"), "'images'", "'sequence'");
        yield return Case("sizes", b => b.Concat("y", "images", "half"), "[N,3,H/2,W/2]", "one kind and size");
        yield return Case("unfold", b => b.UnfoldDates("y", "images", "sequence"), "'sequence'", "N and T");
        yield return Case("swap", b => b.SwapDates("y", "images"), "'images'", "a series or a sequence");
        yield return Case("softmax", b => b.SoftmaxOverDates("y", "series"), "'series'", "[N,C,T,H,W]");
        yield return Case("upsample", b => b.Upsample("y", "images", false), "'images'", "halved");
        yield return Case("factor", b => b.Multiply("y", b.SliceChannels("two", "images", 0, 2), "images"), "3 channels", "2");
        yield return Case("input", b => b.Input("y", 3, ValueKind.Sequence), "images or series", "Sequence");

        static TestCaseData Case(string name, Func<NetworkGraphBuilder, string> make, params string[] said) => new TestCaseData((Action<NetworkGraphBuilder>)(b => make(b)), said).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Wrong))]
    public void Value_of_the_wrong_kind_is_named_with_its_shape(Action<NetworkGraphBuilder> make, string[] said)
    {
        string message = Assert.Catch<ArgumentException>(() => make(_builder))!.Message;
        Assert.Multiple(() =>
        {
            foreach (string part in said)
            {
                Assert.That(message, Does.Contain(part));
            }
        });
    }

    [Test]
    public void Sequence_cannot_go_out() => Assert.That(() => _builder.Output("sequence"), Throws.ArgumentException.With.Message.Contains("swap"));

    [Test]
    public void Halo_counts_pixels_of_the_input_and_sizes_must_halve_evenly()
    {
        var b = new NetworkGraphBuilder();
        string x = b.SwapDates("sequence", b.Input("x", 3, ValueKind.Series));
        x = b.Conv3d("inner", b.Conv3d("half", x, 3, stride: 2), 3, dates: 5);
        b.Output(b.SwapDates("y", b.Upsample("full", x, bilinear: true)));
        NetworkGraph graph = b.Build();

        // One pixel for the first convolution, two each for the second one and for the doubling; dates do not count.
        Assert.That((graph.Halo, graph.SizeMultiple), Is.EqualTo((5, 2)));
    }

    [Test]
    public void Network_that_sees_the_whole_image_has_no_halo_that_suffices()
    {
        var b = new NetworkGraphBuilder();
        b.Output(b.GlobalAveragePool("y", b.Conv2d("c", b.Input("x", 3), 3)));
        Assert.That(b.Build().Halo, Is.EqualTo(int.MaxValue));
    }

    [Test]
    public void Normalization_starts_as_the_identity()
    {
        NetworkGraph graph = NodeGraphs.Make("norm of images");
        HeUniform.Initialize(graph, 1);
        Block input = NodeGraphs.Input(graph, 1);

        // The variance of 1 has 1e-5 added.
        Assert.That(SeriesReference.Run(graph, input)[0].Values, Is.EqualTo(input.Values).Within(2e-5));
    }
}
