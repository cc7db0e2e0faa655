using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;

namespace Cloudless.Tests.Networks.Onnx;

[TestFixture]
public class OnnxRoundTripTests
{
    private string _path = string.Empty;

    [SetUp]
    public void MakeFolder() => _path = TestModels.TemporaryPath("model.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [TestCase(true, 1)]
    [TestCase(false, 2)]
    [TestCase(true, 0)]
    public void Graph_comes_back_with_the_same_nodes_names_and_weight_bits(bool sar, int blocks)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(sar, blocks: blocks);
        OnnxWriter.Write(graph, card, _path);
        (NetworkGraph read, ModelCard? readCard) = OnnxReader.Read(_path);
        GraphEquality.Require(read, graph);
        Assert.That(readCard!.ToJson(), Is.EqualTo(card.ToJson()));
    }

    [Test]
    public void Every_kind_of_node_comes_back_in_its_special_forms()
    {
        var b = new NetworkGraphBuilder();
        string x = b.Input("x", 3);
        x = b.Clamp("even", x, [0, 0, 0], [5, 5, 5]);
        x = b.Clamp("uneven", x, [0, 1, 2], [5, 5, 4]);
        x = b.Affine("scaled", x, [1, 2, 3], [0, 0, 0]);
        x = b.Affine("both", x, [1, 2, 3], [4, -0f, 6]);
        x = b.Affine("shifted", x, [1, 1, 1], [-0f, -0f, -0f]);
        string one = b.SliceChannels("one", x, 2, 1);
        one = b.Affine("one.scaled", one, [2], [0]);
        one = b.Affine("one.both", one, [2], [3]);
        one = b.Clamp("one.clipped", one, [2], [3]);
        one = b.Conv2d("wide", b.Scale("one.factor", one, 0.1f), 3, 5);
        one = b.Conv2d("point", one, 3, 1);

        // A value of the name that the writer would take for the product inside "both".
        b.Output(b.Relu("both.product", b.Add("sum", one, x)));
        NetworkGraph graph = b.Build();
        HeUniform.Initialize(graph, 3);
        OnnxWriter.Write(graph, TestModels.Make().Card, _path);
        GraphEquality.Require(OnnxReader.Read(_path).Graph, graph);
    }

    [Test]
    public void Same_graph_and_card_give_the_same_bytes()
    {
        byte[] first = OnnxWriter.ToBytes(TestModels.Make().Graph, TestModels.FullCard());
        byte[] second = OnnxWriter.ToBytes(TestModels.Make().Graph, TestModels.FullCard());
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void File_names_its_opset_and_leaves_batch_height_and_width_free()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxWriter.ToBytes(graph, card));
        Assert.Multiple(() =>
        {
            Assert.That(model.IrVersion, Is.EqualTo(8));
            Assert.That(model.OpsetImport.Single().Version, Is.EqualTo(17));
            Assert.That(OnnxShape.Text(model.Graph.Input.Single()), Is.EqualTo("float32 [N,15,H,W]"));
            Assert.That(OnnxShape.Text(model.Graph.Output.Single()), Is.EqualTo("float32 [N,13,H,W]"));
            Assert.That(model.Graph.Initializer.Select(i => i.Name), Is.SupersetOf(graph.Parameters.Select(p => p.Name)));
        });
    }

    [Test]
    public void Fixed_shape_variant_has_its_sizes_in_the_file_and_is_not_loaded_as_a_model()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        OnnxWriter.Write(graph, card, _path, fixedShape: (1, 64, 48));
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(_path));
        Assert.That(OnnxShape.Text(model.Graph.Input.Single()), Is.EqualTo("float32 [1,15,64,48]"));
        Assert.That(() => CloudRemovalModel.Load(_path), Throws.TypeOf<ModelContractException>().With.Message.Contains("fixed-shape"));
    }

    [Test]
    public void Name_of_both_a_value_and_a_parameter_is_refused()
    {
        var b = new NetworkGraphBuilder();
        string x = b.Relu("c.weight", b.Input("x", 1));
        b.Output(b.Conv2d("c", x, 1));
        Assert.That(() => OnnxWriter.ToBytes(b.Build(), TestModels.Make().Card), Throws.ArgumentException.With.Message.Contains("c.weight"));
    }

    [Test]
    public void Weights_beyond_two_gigabytes_are_refused()
    {
        Assert.That(() => ModelFile.RequireSize("Model 'huge'", 2_200_000_000), Throws.TypeOf<CloudlessException>().With.Message.Contains("'huge'"));
    }
}
