using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Networks;

[TestFixture]
public class Vgg16Tests
{
    [Test]
    public void Published_width_has_the_published_convolutions()
    {
        NetworkGraph graph = Vgg16.Build(new Vgg16Options { Classes = 10 });
        int[] channels = [.. graph.Nodes.OfType<Conv2dNode>().Select(n => graph.Parameter(n.Weight).Shape[0])];
        Assert.That(channels, Is.EqualTo(new[] { 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512, 10 }));
    }

    [Test]
    public void Features_are_those_of_the_whole_network()
    {
        NetworkGraph graph = Vgg16.Build(new Vgg16Options { Width = 1, Classes = 3 });
        HeUniform.Initialize(graph, 5);
        NetworkGraph part = GraphPart.Of(graph, Vgg16.PerceptualValues);
        var input = new Block(1, 13, 32, 32);
        for (int i = 0; i < input.Values.Length; i++)
        {
            input.Values[i] = i * 31 % 9000;
        }

        NetworkGraph first = GraphPart.Of(graph, [Vgg16.OutputName]);
        Block[] features = SeriesReference.Run(part, input);
        Assert.Multiple(() =>
        {
            Assert.That(features.Select(f => string.Join(',', f.Sizes)), Is.EqualTo(new[] { "1,1,32,32", "1,2,16,16", "1,4,8,8" }));
            Assert.That(features.Select(f => f.Values.Max()), Is.All.GreaterThan(0));
            Assert.That(part.Nodes.OfType<Conv2dNode>().Count(), Is.EqualTo(7), "nothing behind the last feature is computed");
            Assert.That(part.Parameters, Is.SubsetOf(graph.Parameters));
            Assert.That(SeriesReference.Run(first, input)[0].Values, Is.EqualTo(SeriesReference.Run(graph, input)[0].Values));
        });
    }

    [Test]
    public void Value_that_is_not_there_is_refused() =>
        Assert.That(() => GraphPart.Of(Vgg16.Build(new Vgg16Options { Width = 1 }), ["block9"]), Throws.InstanceOf<KeyNotFoundException>());

    [Test]
    public void Card_needs_a_name_for_each_class() =>
        Assert.That(() => Vgg16Card.Of(new Vgg16Options { Classes = 3 }, ["a", "b"], "v", "1", DateTimeOffset.UnixEpoch), Throws.ArgumentException.With.Message.Contains("2 names for 3 classes"));
}
