using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Networks.Onnx;

[TestFixture]
public class CloudRemovalModelTests
{
    private string _path = string.Empty;

    [SetUp]
    public void MakeFolder() => _path = TestModels.TemporaryPath("model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Test]
    public void Saved_model_loads_with_the_same_bytes()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        model.Save(_path);
        Assert.That(CloudRemovalModel.Load(_path).Sha256, Is.EqualTo(model.Sha256));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(_path)!), Has.Length.EqualTo(1), "no temporary file stays");
    }

    [Test]
    public void Model_keeps_its_weights_when_the_graph_trains_on()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        float before = graph.Parameter("head.weight").Values[0];
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        graph.Parameter("head.weight").Values[0] += 1;
        Assert.That(model.Graph!.Parameter("head.weight").Values[0], Is.EqualTo(before));
    }

    [Test]
    public void Existing_file_is_replaced_only_on_request()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        CloudRemovalModel model = CloudRemovalModel.Create(graph, card);
        File.WriteAllText(_path, "precious");
        Assert.That(() => model.Save(_path), Throws.InstanceOf<CloudlessException>().With.Message.Contains(_path));
        Assert.That(File.ReadAllText(_path), Is.EqualTo("precious"));
        model.Save(_path, overwrite: true);
        Assert.That(File.ReadAllBytes(_path), Is.EqualTo(model.Bytes));
    }

    [Test]
    public void Default_model_is_embedded_as_it_lies_in_the_models_folder()
    {
        CloudRemovalModel model = CloudRemovalModel.LoadDefault();
        Assert.Multiple(() =>
        {
            Assert.That(model.Sar, Is.True);
            Assert.That(model.Card.Channels.Where(c => c.MissingFill is not null).Select(c => c.Name), Is.EqualTo(new[] { "B10", "VV", "VH" }), "serves images without them");
            Assert.That(model.Graph, Is.Not.Null);
            Assert.That(model.Card.Training, Is.Not.Null);
            Assert.That(model.Sha256, Is.EqualTo(CloudRemovalModel.Load(Repository.File("models", "cloudless-default.onnx")).Sha256));
        });
    }

    [Test]
    public void Default_model_is_small_enough_to_embed()
    {
        Assert.That(new FileInfo(Repository.File("models", "cloudless-default.onnx")).Length, Is.LessThan(5_000_000));
    }
}
