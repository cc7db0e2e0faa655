using Cloudless.Imagery;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Tests.Networks;

[TestFixture]
public class ResNet50Tests
{
    [Test]
    public void Published_size_has_the_published_number_of_weights()
    {
        NetworkGraph graph = ResNet50.Build(new ResNet50Options());
        HashSet<string> redundant = [.. graph.Nodes.OfType<Conv2dNode>().Where(n => n.Output != ResNet50.OutputName).Select(n => n.Bias)];

        // torchvision's resnet50 has 25,557,032 for 3 channels and 1000 classes; 7 more channels are 7 * 64 * 49 more, 990 classes less are 990 * 2049 less.
        Assert.That(graph.Parameters.Where(p => p.Trained && !redundant.Contains(p.Name)).Sum(p => p.Values.Length), Is.EqualTo(25_557_032 + (7 * 64 * 49) - (990 * 2049)));
        Assert.That(graph.Nodes.OfType<Conv2dNode>().Count(), Is.EqualTo(54), "49 in line, 4 beside, 1 linear");
    }

    [Test]
    public void Steps_are_on_the_middle_convolution_and_beside_it()
    {
        NetworkGraph graph = ResNet50.Build(new ResNet50Options { Width = 1 });
        Assert.That(graph.Nodes.OfType<Conv2dNode>().Where(n => n.Stride == 2).Select(n => n.Output), Is.EqualTo(new[]
        {
            "conv1", "layer2.0.conv2", "layer2.0.downsample.0", "layer3.0.conv2", "layer3.0.downsample.0", "layer4.0.conv2", "layer4.0.downsample.0",
        }));
        Assert.That(graph.Outputs.Select(o => (o.Name, o.Shape.ToString())), Is.EqualTo(new[] { ("classes", "[N,10,1,1]"), ("features", "[N,32,H/32,W/32]") }));
        Assert.That(CpuInferenceEngine.Supports(graph), Is.False);
    }

    [Test]
    public void Runtime_computes_both_outputs_as_the_definition_reads_whatever_the_size()
    {
        NetworkGraph graph = Seeded();
        using var session = new InferenceSession(OnnxWriter.ToBytes(OnnxGraphWriter.Write(graph, null)));
        foreach ((int height, int width) in new[] { (64, 32), (50, 37) })
        {
            Block input = Image(height, width);
            Block[] expected = SeriesReference.Run(graph, input);
            using OrtValue source = OrtValue.CreateTensorValueFromMemory(input.Values.Select(v => (float)v).ToArray(), [1, 10, height, width]);
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> found = session.Run(run, [ResNet50.InputName], [source], [ResNet50.OutputName, ResNet50.FeaturesName]);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.That(found[i].GetTensorTypeAndShape().Shape, Is.EqualTo(expected[i].Sizes.Select(s => (long)s)));

                // 53 layers in float32, values of the size of 1 to 100 as there is no training behind them.
                Assert.That(found[i].GetTensorDataAsSpan<float>().ToArray(), Is.EqualTo(expected[i].Values).Within(1e-4 * expected[i].Values.Max(Math.Abs)));
            }
        }
    }

    [Test]
    public void Means_of_the_features_times_the_weight_are_the_logits_but_for_the_bias()
    {
        NetworkGraph graph = Seeded();
        Block[] outputs = SeriesReference.Run(graph, Image(64, 64));
        double[] means = [.. outputs[1].Values.Chunk(4).Select(map => map.Average())];
        float[] weight = graph.Parameter(ResNet50.ClassWeight).Values, bias = graph.Parameter("classes.bias").Values;
        double[] expected = [.. Enumerable.Range(0, 10).Select(k => bias[k] + means.Select((m, c) => m * weight[(k * means.Length) + c]).Sum())];
        Assert.That(outputs[0].Values, Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public void Graph_comes_back_from_a_file()
    {
        NetworkGraph graph = Seeded();
        Onnx.GraphEquality.Require(OnnxGraphReader.Read(OnnxGraphWriter.Write(graph, null), "f"), graph);
    }

    [Test]
    public void Input_is_standardized_by_the_published_numbers_of_its_bands()
    {
        Sentinel2Band[] bands = [Sentinel2Band.B11, Sentinel2Band.B02];
        AffineNode scaled = ResNet50.Build(new ResNet50Options { Width = 1, Bands = bands }).Nodes.OfType<AffineNode>().Single();

        // B11's and B02's.
        Assert.That((2001.8622 * scaled.Scale[0]) + scaled.Shift[0], Is.EqualTo(0).Within(1e-5));
        Assert.That(((1226.4215 + 741.6254) * scaled.Scale[1]) + scaled.Shift[1], Is.EqualTo(1).Within(1e-5));
    }

    [Test]
    public void Bands_without_published_numbers_need_those_of_the_data()
    {
        var options = new ResNet50Options { Width = 1, Bands = Sentinel2Band.All };
        Assert.That(() => ResNet50.Build(options), Throws.ArgumentException.With.Message.Contains("B01, B09, B10"));
        float[] ones = [.. Sentinel2Band.All.Select(_ => 1f)];
        Assert.That(ResNet50.Build(options with { Means = ones, Deviations = ones }).Inputs[0].Channels, Is.EqualTo(13));
        Assert.That(() => ResNet50.Build(options with { Means = ones, Deviations = [.. ones.Skip(1)] }), Throws.ArgumentException.With.Message.Contains("12 values"));
        Assert.That(() => ResNet50.Build(options with { Bands = [] }), Throws.ArgumentException.With.Message.Contains("none"));
    }

    private static NetworkGraph Seeded()
    {
        NetworkGraph graph = ResNet50.Build(new ResNet50Options { Width = 2 });
        HeUniform.Initialize(graph, 3);
        return graph;
    }

    private static Block Image(int height, int width)
    {
        var random = new SeededRandom(5);
        var input = new Block(1, 10, height, width);
        for (int i = 0; i < input.Values.Length; i++)
        {
            input.Values[i] = (float)random.NextDouble(0, 4000);
        }

        return input;
    }
}
