using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Cli;
using Cloudless.Training.Import;

namespace Cloudless.Tests.Training.Import;

[TestFixture]
public class ResNet50WeightsTests
{
    private static readonly Sentinel2Band[] Bands = [Sentinel2Band.B02, Sentinel2Band.B04, Sentinel2Band.B08, Sentinel2Band.B11];

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("")]
    [TestCase("module.")]
    public void Names_of_torchvision_find_their_place(string prefix)
    {
        NetworkGraph graph = Graph();
        string said = ResNet50Weights.Load(graph, Bands, Write(3, 2, prefix));
        Assert.Multiple(() =>
        {
            Assert.That(graph.Parameter("layer3.5.conv2.weight").Values, Is.EqualTo(Values("layer3.5.conv2.weight", 16 * 9)));
            Assert.That(graph.Parameter("layer2.0.downsample.1.variance").Values, Is.EqualTo(Values("layer2.0.downsample.1.running_var", 8)));
            Assert.That(graph.Parameter("bn1.mean").Values, Is.EqualTo(Values("bn1.running_mean", 1)));
            Assert.That(graph.Parameter("classes.weight").Values, Is.EqualTo(Values("fc.weight", 64)));
            Assert.That(said, Does.Contain("3 channels").And.Contain("taken"));
        });
    }

    [Test]
    public void Three_colors_become_bands_and_others_their_mean()
    {
        NetworkGraph graph = Graph();
        ResNet50Weights.Load(graph, Bands, Write(3, 10));
        float[] colors = Values("conv1.weight", 3 * 49), made = graph.Parameter("conv1.weight").Values;
        float Mean(int tap) => (colors[tap] + colors[49 + tap] + colors[98 + tap]) / 3;
        for (int tap = 0; tap < 49; tap++)
        {
            // Blue, red, and two that are no color; 3 channels' worth spread over 4.
            Assert.That(new[] { made[tap], made[49 + tap], made[98 + tap], made[147 + tap] },
                Is.EqualTo(new[] { colors[98 + tap], colors[tap], Mean(tap), Mean(tap) }.Select(v => v * 3 / 4)).Within(1e-6));
        }
    }

    [Test]
    public void Thirteen_channels_are_all_bands_in_order()
    {
        NetworkGraph graph = Graph();
        string said = ResNet50Weights.Load(graph, Bands, Write(13, 10));
        float[] all = Values("conv1.weight", 13 * 49), made = graph.Parameter("conv1.weight").Values;
        Assert.That(made, Is.EqualTo(Bands.SelectMany(b => all.Skip(b.Index * 49).Take(49))));
        Assert.That(said, Does.Contain("13 channels").And.Contain("drawn anew"));
    }

    [Test]
    public void Other_networks_are_refused_by_what_they_lack()
    {
        Assert.That(() => ResNet50Weights.Load(Graph(), Bands, Write(5, 2)), Throws.TypeOf<CloudlessException>().With.Message.Contains("3 channels (red, green, blue)"));
        Assert.That(() => ResNet50Weights.Load(Graph(), Bands, Write(3, 2, without: "layer4.2.conv3.weight")), Throws.TypeOf<CloudlessException>().With.Message.Contains("layer4.2.conv3.weight"));
        Assert.That(() => ResNet50Weights.Load(ResNet50.Build(new ResNet50Options { Width = 2, Bands = Bands, Classes = 2 }), Bands, Write(3, 2)), Throws.TypeOf<CloudlessException>().With.Message.Contains("width 64"));
    }

    private static NetworkGraph Graph() => ResNet50.Build(new ResNet50Options { Width = 1, Bands = Bands, Classes = 2 });

    // A state dict with torchvision's names and order, of width 1.
    private string Write(int channels, int classes, string prefix = "", string without = "")
    {
        var items = new List<(string, object)>();
        void Put(string name, params int[] shape)
        {
            if (name != without)
            {
                items.Add((prefix + name, new TorchWriter.Tensor(shape, Values(name, shape.Aggregate(1, (a, b) => a * b)))));
            }
        }

        NetworkGraph graph = Graph();
        foreach (GraphNode node in graph.Nodes)
        {
            switch (node)
            {
                case Conv2dNode n when n.Output != ResNet50.OutputName:
                    int[] shape = [.. graph.Parameter(n.Weight).Shape];
                    shape[1] = n.Output == "conv1" ? channels : shape[1];
                    Put(n.Weight, shape);
                    break;
                case BatchNormNode n:
                    int size = graph.Parameter(n.Mean).Values.Length;
                    foreach (string part in new[] { "weight", "bias", "running_mean", "running_var" })
                    {
                        Put($"{n.Output}.{part}", size);
                    }

                    break;
            }
        }

        Put("fc.weight", classes, 32);
        Put("fc.bias", classes);
        string path = _folder[$"{Guid.NewGuid():N}.pth"];
        TorchWriter.Write(path, items);
        return path;
    }

    // Values that tell their place.
    private static float[] Values(string name, int count) => [.. Enumerable.Range(0, count).Select(i => (name.Sum(c => c) * 1000) + i + 0.5f)];
}
