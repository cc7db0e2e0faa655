using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Training.Perceptual;

namespace Cloudless.Tests.Training.Perceptual;

[TestFixture]
public class PerceptualNetworkTests
{
    [Test]
    public void File_gives_the_features_back()
    {
        using var folder = new TemporaryFolder();
        var options = new Vgg16Options { Width = 1, Classes = 2 };
        NetworkGraph graph = Vgg16.Build(options);
        HeUniform.Initialize(graph, 1);
        OnnxWriter.Write(graph, Vgg16Card.Of(options, ["a", "b"], "seer", "1.0.0", DateTimeOffset.UnixEpoch), folder["v.onnx"]);
        PerceptualNetwork network = PerceptualNetwork.Load(folder["v.onnx"]);
        Assert.Multiple(() =>
        {
            Assert.That(network.Name, Is.EqualTo("seer"));
            Assert.That(network.Features.Outputs.Select(o => o.Name), Is.EqualTo(Vgg16.PerceptualValues));
            Assert.That(network.Features.Parameter("block3.conv3.weight").Values, Is.EqualTo(graph.Parameter("block3.conv3.weight").Values));
        });
    }

    [Test]
    public void Model_of_another_family_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var options = new DSen2CrOptions { Features = 2, Blocks = 0 };
        OnnxWriter.Write(DSen2Cr.Build(options), ModelCard.ForDSen2Cr(options, "m", "1", DateTimeOffset.UnixEpoch), folder["m.onnx"]);
        Assert.That(() => PerceptualNetwork.Load(folder["m.onnx"]), Throws.TypeOf<ModelContractException>().With.Message.Contains("'dsen2cr'").And.Message.Contains("train-perceptual"));
        Assert.That(() => PerceptualNetwork.Load(folder["none.onnx"]), Throws.TypeOf<ModelContractException>().With.Message.Contains("none.onnx"));
    }
}
