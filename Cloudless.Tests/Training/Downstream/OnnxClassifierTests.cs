using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Cloudless.Tests.Cli;
using Cloudless.Training.Downstream;
using Google.Protobuf;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class OnnxClassifierTests
{
    [Test]
    public void File_with_a_card_tells_classes_features_and_weights()
    {
        using var folder = new TemporaryFolder();
        using OnnxClassifier classifier = OnnxClassifier.Load(TinyClassifier.Write(folder["c.onnx"], TinyClassifier.BareOrGreen));
        IReadOnlyList<ScoredPatch> scored = classifier.Score([Patch(16, 2000, 1000), Patch(16, 500, 3500)]);
        Assert.Multiple(() =>
        {
            Assert.That(scored.Select(s => classifier.Classes[s.Predicted]), Is.EqualTo(["bare", "green"]));
            Assert.That(scored[1].Logits, Is.EqualTo([0.5f, 3.5f]).Within(1e-6), "means of 256 equal values");
            Assert.That(scored[1].Features![1, 3, 4], Is.EqualTo(3.5f).Within(1e-6));
            Assert.That(scored[0].ClassWeights, Is.EqualTo([1f, 0, 0, 1]));
            Assert.That((classifier.Side, classifier.Name, classifier.Sha256!.Length), Is.EqualTo(((int?)16, "c", 64)));
        });
    }

    [Test]
    public void Larger_patches_are_cut_to_their_center()
    {
        using var folder = new TemporaryFolder();
        using OnnxClassifier classifier = OnnxClassifier.Load(TinyClassifier.Write(folder["c.onnx"], TinyClassifier.BareOrGreen));
        Raster<float> patch = Patch(20, 2000, 1000);
        for (int i = 0; i < 20; i++)
        {
            patch[3, i, 0] = patch[3, 0, i] = patch[3, i, 19] = patch[3, 19, i] = 1e6f;
        }

        Assert.That(classifier.Score([patch])[0].Logits[0], Is.EqualTo(2f).Within(1e-5));
    }

    [Test]
    public void Another_side_than_the_cards_is_taken_where_it_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        using OnnxClassifier classifier = OnnxClassifier.Load(TinyClassifier.Write(folder["c.onnx"], TinyClassifier.BareOrGreen), side: 20);
        Assert.That(classifier.Side, Is.EqualTo(20));
        Assert.That(classifier.Score([Patch(24, 2000, 1000)])[0].Features!.Width, Is.EqualTo(20));
        Assert.That(() => OnnxClassifier.Load(folder["c.onnx"], side: 0), Throws.ArgumentException.With.Message.Contains("side above 0"));
    }

    [Test]
    public void Foreign_file_is_asked_as_its_owner_says()
    {
        using var folder = new TemporaryFolder();
        var foreign = new ForeignClassifier
        {
            Bands = [Sentinel2Band.B08, Sentinel2Band.B02], Classes = ["x", "y"], Scale = 0.5, Mean = [100, 10], Std = [2, 4], Output = "classes", Features = "features", ClassifierWeight = "classes.weight",
        };
        using OnnxClassifier classifier = OnnxClassifier.Load(TinyClassifier.Write(folder["c.onnx"], card: null, 1000, 0, 0, 1000), foreign);
        Raster<float> patch = Patch(8, 0, 300);
        patch.Channel(1).Fill(40);
        Assert.That(classifier.Score([patch])[0].Logits, Is.EqualTo([25f, 2.5f]).Within(1e-5), "(300 * 0.5 - 100) / 2 and (40 * 0.5 - 10) / 4");
    }

    [Test]
    public void Probabilities_become_logits_of_the_same_softmax()
    {
        using var folder = new TemporaryFolder();
        var foreign = new ForeignClassifier { Bands = [Sentinel2Band.B04, Sentinel2Band.B08], Classes = ["x", "y"], Probabilities = true, Scale = 0.1 };
        using OnnxClassifier classifier = OnnxClassifier.Load(TinyClassifier.Write(folder["c.onnx"], card: null, 1, 0, 0, 1), foreign);
        Assert.That(classifier.Score([Patch(8, 7500, 2500)])[0].Logits, Is.EqualTo([MathF.Log(0.75f), MathF.Log(0.25f)]).Within(1e-5));
    }

    [Test]
    public void What_does_not_fit_is_refused_with_the_next_step()
    {
        using var folder = new TemporaryFolder();
        string foreign = TinyClassifier.Write(folder["f.onnx"], card: null), own = TinyClassifier.Write(folder["o.onnx"], TinyClassifier.BareOrGreen);
        var form = new ForeignClassifier { Bands = [Sentinel2Band.B04, Sentinel2Band.B08], Classes = ["x", "y"] };
        Assert.Multiple(() =>
        {
            Assert.That(() => OnnxClassifier.Load(foreign), Throws.TypeOf<ModelContractException>().With.Message.Contains("Say its bands and classes"));
            Assert.That(() => OnnxClassifier.Load(own, form), Throws.TypeOf<ModelContractException>().With.Message.Contains("leave away"));
            Assert.That(() => OnnxClassifier.Load(foreign, form with { Bands = [.. form.Bands, Sentinel2Band.B02] }), Throws.TypeOf<BandMissingException>().With.Message.Contains("takes 2 bands; 3 are named"));
            Assert.That(() => OnnxClassifier.Load(foreign, form with { Output = "logits" }), Throws.TypeOf<ModelContractException>().With.Message.Contains("'logits' was expected"));
            Assert.That(() => OnnxClassifier.Load(foreign, form with { ClassifierWeight = "features.bias" }), Throws.TypeOf<ModelContractException>().With.Message.Contains("features.bias"));
            Assert.That(() => OnnxClassifier.Load(foreign, form with { Std = [1, 0] }), Throws.ArgumentException.With.Message.Contains("above 0"));
            using OnnxClassifier three = OnnxClassifier.Load(foreign, form with { Classes = ["x", "y", "z"] });
            Assert.That(() => three.Score([Patch(8, 1, 2)]), Throws.TypeOf<ModelContractException>().With.Message.Contains("tells 2 classes apart; 3 are named"));
            using OnnxClassifier sized = OnnxClassifier.Load(own);
            Assert.That(() => sized.Score([Patch(8, 1, 2)]), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("takes 16 x 16"));
            Assert.That(() => sized.Score([new Raster<float>(12, 16, 16)]), Throws.TypeOf<BandMissingException>().With.Message.Contains("12 bands"));
        });
    }

    [TestCase(4, -1, -1, "[4,2,-1,-1]")]
    [TestCase(-1, 16, 24, "[-1,2,16,24]")]
    [TestCase(-1, -1, 2, "[-1,2,-1,2]")]
    public void Inputs_that_take_no_single_square_are_refused_at_once(int count, int height, int width, string shape)
    {
        using var folder = new TemporaryFolder();
        string path = Changed(folder, model =>
        {
            foreach ((int at, int size) in new[] { (0, count), (2, height), (3, width) }.Where(d => d.Item2 > 0))
            {
                model.Graph.Input[0].Type.TensorType.Shape.Dim[at] = new TensorShapeProto.Types.Dimension { DimValue = size };
            }
        });
        Assert.That(() => OnnxClassifier.Load(path, TwoBands), Throws.TypeOf<ModelContractException>().With.Message.Contains(shape).And.Message.Contains("H and W both free or a square"));
    }

    [Test]
    public void Outputs_of_another_type_are_refused_at_once()
    {
        using var folder = new TemporaryFolder();
        string path = Changed(folder, model =>
        {
            var cast = new NodeProto { OpType = "Cast", Input = { "classes" }, Output = { "wide" } };
            cast.Attribute.Add(new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = 11 });
            model.Graph.Node.Add(cast);
            model.Graph.Output[0].Name = "wide";
            model.Graph.Output[0].Type.TensorType.ElemType = 11;
        });
        Assert.That(() => OnnxClassifier.Load(path, TwoBands), Throws.TypeOf<ModelContractException>().With.Message.Contains("'wide' is Double; expected float32"));
    }

    [Test]
    public void Logits_that_are_called_probabilities_are_refused()
    {
        using var folder = new TemporaryFolder();
        using OnnxClassifier classifier = OnnxClassifier.Load(TinyClassifier.Write(folder["c.onnx"], card: null), TwoBands with { Probabilities = true, Output = "classes" });
        Assert.That(() => classifier.Score([Patch(8, 2000, 500)]), Throws.TypeOf<ModelContractException>().With.Message.Contains("'classes' gives 0.5 to 2; probabilities lie in 0..1"));
    }

    [Test]
    public void Card_with_an_unknown_band_is_refused()
    {
        using var folder = new TemporaryFolder();
        TinyClassifier.Write(folder["c.onnx"], TinyClassifier.BareOrGreen with { Bands = ["B04", "NIR"] });
        Assert.That(() => OnnxClassifier.Load(folder["c.onnx"]), Throws.TypeOf<ModelContractException>().With.Message.Contains("B04, NIR"));
    }

    private static ForeignClassifier TwoBands => new() { Bands = [Sentinel2Band.B04, Sentinel2Band.B08], Classes = ["x", "y"] };

    private static string Changed(TemporaryFolder folder, Action<ModelProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(TinyClassifier.Write(folder["c.onnx"], card: null)));
        change(model);
        File.WriteAllBytes(folder["c.onnx"], model.ToByteArray());
        return folder["c.onnx"];
    }

    internal static Raster<float> Patch(int side, float red, float infrared)
    {
        var patch = new Raster<float>(Sentinel2Band.Count, side, side);
        patch.Channel(3).Fill(red);
        patch.Channel(7).Fill(infrared);
        return patch;
    }
}
