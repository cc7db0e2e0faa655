using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Networks;

[TestFixture]
public class SequenceToSequenceTests
{
    private static readonly SequenceToSequenceOptions Small = new() { Sar = true, Width = 2, Levels = 2, Bands = 3 };

    [Test]
    public void Series_of_SAR_becomes_a_series_of_optical_images_of_the_same_dates()
    {
        NetworkGraph graph = Made(Small);
        var input = new Block(1, 4, 2, 8, 12);
        Array.Fill(input.Values, -12);
        Block output = SeriesReference.Run(graph, input).Single();
        Assert.Multiple(() =>
        {
            Assert.That(output.Sizes, Is.EqualTo(new[] { 1, 4, 3, 8, 12 }));
            Assert.That(output.Values, Is.All.InRange(0, 10000));
            Assert.That(graph.SizeMultiple, Is.EqualTo(4));
            Assert.That((graph.Inputs[0].Name, graph.Outputs[0].Name), Is.EqualTo(("sar", "cloud_free")));
        });
    }

    [Test]
    public void Noise_has_an_input_of_its_own_name_and_is_not_clipped()
    {
        NetworkGraph graph = SequenceToSequence.Build(Small with { Sar = false, NoiseChannels = 5 });
        Assert.Multiple(() =>
        {
            Assert.That((graph.Inputs[0].Name, graph.Inputs[0].Channels), Is.EqualTo(("noise", 5)));
            Assert.That(graph.Nodes.OfType<ClampNode>(), Is.Empty);
        });
    }

    [Test]
    public void File_gives_the_graph_and_the_card_back()
    {
        using var folder = new Cli.TemporaryFolder();
        NetworkGraph graph = Made(Small);
        OnnxWriter.Write(graph, SequenceToSequenceCard.Of(Small, ["a", "b", "c"], graph.Halo, "fitted", "1.0.0", DateTimeOffset.UnixEpoch), folder["s.onnx"]);
        (NetworkGraph read, ModelCard? card) = OnnxReader.Read(folder["s.onnx"]);
        Assert.Multiple(() =>
        {
            Assert.That(read.Nodes, Has.Count.EqualTo(graph.Nodes.Count));
            Assert.That(read.Parameters.Select(p => p.Values), Is.EqualTo(graph.Parameters.Select(p => p.Values)));
            Assert.That(card!.Architecture, Is.EqualTo(new ArchitectureCard("seq2seq", 2, 2, true, 0)));
            Assert.That(card.Channels.Select(c => c.Name), Is.EqualTo(new[] { "VV", "VH" }));
        });
    }

    [Test]
    public void Sizes_out_of_range_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(() => SequenceToSequence.Build(Small with { Levels = 7 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SequenceToSequence.Build(Small with { Width = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
    });

    private static NetworkGraph Made(SequenceToSequenceOptions options)
    {
        NetworkGraph graph = SequenceToSequence.Build(options);
        HeUniform.Initialize(graph, 3);
        return graph;
    }
}
