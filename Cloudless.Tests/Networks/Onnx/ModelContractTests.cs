using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Google.Protobuf;

namespace Cloudless.Tests.Networks.Onnx;

[TestFixture]
public class ModelContractTests
{
    private string _path = string.Empty;

    [SetUp]
    public void MakeFolder() => _path = TestModels.TemporaryPath("breach.onnx");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [TestCase(true)]
    [TestCase(false)]
    public void File_of_the_writer_holds_the_contract(bool sar)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(sar);
        OnnxWriter.Write(graph, card, _path);
        CloudRemovalModel model = CloudRemovalModel.Load(_path);
        Assert.Multiple(() =>
        {
            Assert.That(model.Graph!.Halo, Is.EqualTo(model.Card.Halo));
            Assert.That(model.Sar, Is.EqualTo(sar));
            Assert.That(model.Source, Is.EqualTo(_path));
            Assert.That(model.Sha256, Is.EqualTo(ModelFile.Sha256(File.ReadAllBytes(_path))).And.Length.EqualTo(64));
        });
    }

    private static IEnumerable<TestCaseData> FrameBreaches()
    {
        yield return Case("older opset", "opset 13", m => m.OpsetImport[0].Version = 13);
        yield return Case("no opset", "opset none", m => m.OpsetImport.Clear());
        yield return Case("input name", "'sar_optical'", m => Rename(m, "sar_optical", "x"));
        yield return Case("no input", "no input", m => m.Graph.Input.Clear());
        yield return Case("second input", "'other'", m => m.Graph.Input.Add(new ValueInfoProto { Name = "other" }));
        yield return Case("input channels", "[N,14,H,W]", m => Dim(m.Graph.Input, 1).DimValue = 14);
        yield return Case("free input channels", "[N,C,H,W]", m => Dim(m.Graph.Input, 1).DimParam = "C");
        yield return Case("fixed height", "[N,15,64,W]", m => Dim(m.Graph.Input, 2).DimValue = 64);
        yield return Case("input type", "element type 10", m => m.Graph.Input[0].Type.TensorType.ElemType = 10);
        yield return Case("input without shape", "unknown shape", m => m.Graph.Input[0].Type.TensorType.Shape = null);
        yield return Case("output name", "'cloud_free'", m => Rename(m, "cloud_free", "y"));
        yield return Case("output channels", "[N,3,H,W]", m => Dim(m.Graph.Output, 1).DimValue = 3);
        yield return Case("no card", "no model card", m => m.MetadataProps.Clear());
        yield return Case("external data", "external data", m => m.Graph.Initializer[0].DataLocation = 1);
        yield return Case("short tensor", "'head.weight'", m => m.Graph.Initializer[0].RawData = ByteString.CopyFrom(1, 2, 3, 4));
        yield return Case("huge tensor", "more than a file can hold", m => m.Graph.Initializer[0].Dims[0] = 1L << 40);
        yield return Case("doubled tensor", "two tensors", m => m.Graph.Initializer.Add(m.Graph.Initializer[0].Clone()));
        yield return Case("no graph", "no ONNX graph", m => m.Graph = null);
    }

    [TestCaseSource(nameof(FrameBreaches))]
    public void Breach_of_the_file_is_named(string found, Action<object> damage)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxWriter.ToBytes(graph, card));
        damage(model);
        File.WriteAllBytes(_path, model.ToByteArray());
        RequireRefusal(found);
    }

    private static IEnumerable<TestCaseData> CardBreaches()
    {
        yield return Card("halo", "halo of 3", c => c with { Halo = 3 });
        yield return Card("band order", "B02 B01", c => c with { Channels = [c.Channels[1], c.Channels[0], .. c.Channels.Skip(2)] });
        yield return Card("missing band", "expected B01", c => c with { Channels = [.. c.Channels.Skip(1)] });
        yield return Card("unit", "'linear'", c => c with { Channels = [.. c.Channels.SkipLast(1), c.Channels[^1] with { Unit = "linear" }] });
        yield return Card("clip range", "clips B01", c => c with { Channels = [c.Channels[0] with { Maximum = -1 }, .. c.Channels.Skip(1)] });
        yield return Card("clip range other than the graph's", "0 .. 9000; expected 0 .. 10000", c => c with { Channels = [c.Channels[0] with { Maximum = 9000 }, .. c.Channels.Skip(1)] });
        yield return Card("fill", "fills B01", c => c with { Channels = [c.Channels[0] with { MissingFill = float.NaN }, .. c.Channels.Skip(1)] });
        yield return Card("output bands", "output bands B01", c => c with { OutputBands = ["B01"] });
        yield return Card("sar", "architecture.sar False", c => c with { Architecture = c.Architecture with { Sar = false } });
        yield return Card("radiometry", "offsetRemoved False", c => c with { Radiometry = new RadiometryCard { OffsetRemoved = false } });
        yield return Card("prior fill", "'from the future'", c => c with { PriorFill = Fill("from the future") });
        yield return Card("spectrum of a prior fill", "a spectrum of [1 2]", c => c with { PriorFill = Fill(PriorFillCard.PatchMean) with { Spectrum = [1, 2] } });
        yield return Card("weight of a prior fill", "imageWeight 2", c => c with { PriorFill = Fill(PriorFillCard.PatchMedian) with { ImageWeight = 2 } });
        yield return Card("ceiling of a prior fill", "ceilingFrom 0.9", c => c with { PriorFill = Fill(PriorFillCard.PatchMean) with { CeilingFrom = 0.9 } });
        yield return Card("window of a prior fill", "sarWindow 8", c => c with { PriorFill = Fill(PriorFillCard.PatchMean) with { SarWindow = 8 } });
        yield return Card("lines of a prior fill", "no SAR lines; expected 13", c => c with { PriorFill = Fill(PriorFillCard.SarRegression) });
        yield return Card("format", "format 2", c => c with { Format = 2 });
    }

    private static PriorFillCard Fill(string name) => new(name, 0.3, new float[13]);

    [TestCaseSource(nameof(CardBreaches))]
    public void Breach_of_the_card_is_named(string found, Func<ModelCard, ModelCard> change)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        OnnxWriter.Write(graph, change(card), _path);
        RequireRefusal(found);
    }

    [TestCase("{}", "missing required")]
    [TestCase("not json", "model card")]
    [TestCase("null", "format null")]
    public void Card_that_cannot_be_read_is_named(string json, string found)
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxWriter.ToBytes(graph, card));
        model.MetadataProps[0].Value = json;
        File.WriteAllBytes(_path, model.ToByteArray());
        RequireRefusal(found);
    }

    [Test]
    public void Weight_that_is_not_a_number_is_named()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        graph.Parameter("tail.weight").Values[7] = float.NaN;
        Assert.That(() => CloudRemovalModel.Create(graph, card),
            Throws.TypeOf<ModelContractException>().With.Message.Contains("'tail.weight' with value NaN at 7"));
    }

    [Test]
    public void Every_cut_of_a_file_is_refused_by_name()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make(features: 1, blocks: 0);
        byte[] bytes = OnnxWriter.ToBytes(graph, card);
        for (int length = 0; length < bytes.Length; length += 1 + (length / 13))
        {
            File.WriteAllBytes(_path, bytes[..length]);
            RequireRefusal("breach.onnx");
        }
    }

    [Test]
    public void Garbage_and_a_missing_file_are_refused_by_name()
    {
        RequireRefusal("no such model file");
        var random = new SeededRandom(1);
        byte[] garbage = [.. Enumerable.Range(0, 10_000).Select(_ => (byte)random.Next(256))];
        File.WriteAllBytes(_path, garbage);
        RequireRefusal("not an ONNX model");
    }

    [Test]
    public void File_beyond_two_gigabytes_is_refused_without_reading_it()
    {
        using (FileStream sparse = File.Create(_path))
        {
            sparse.SetLength(3L << 30);
        }

        RequireRefusal("2 GB");
    }

    [Test]
    public void Graph_with_an_unknown_operation_loads_without_a_graph_and_says_why()
    {
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxWriter.ToBytes(graph, card));
        model.Graph.Node.First(n => n.OpType == "Relu").OpType = "Softsign";
        File.WriteAllBytes(_path, model.ToByteArray());
        CloudRemovalModel loaded = CloudRemovalModel.Load(_path);
        Assert.That(loaded.Graph, Is.Null);
        Assert.That(loaded.GraphUnreadable, Does.Contain("Softsign 'head.relu'"));
    }

    private void RequireRefusal(string found) => Assert.That(() => CloudRemovalModel.Load(_path),
        Throws.TypeOf<ModelContractException>().With.Message.Contains(found).And.Message.StartsWith(_path));

    private static TestCaseData Case(string name, string found, Action<ModelProto> damage) =>
        new TestCaseData(found, (Action<object>)(m => damage((ModelProto)m))).SetArgDisplayNames(name);

    private static TestCaseData Card(string name, string found, Func<ModelCard, ModelCard> change) =>
        new TestCaseData(found, change).SetArgDisplayNames(name);

    private static TensorShapeProto.Types.Dimension Dim(IEnumerable<ValueInfoProto> values, int index) =>
        values.Single().Type.TensorType.Shape.Dim[index];

    private static void Rename(ModelProto model, string from, string to)
    {
        foreach (ValueInfoProto value in model.Graph.Input.Concat(model.Graph.Output).Where(v => v.Name == from))
        {
            value.Name = to;
        }
    }
}
