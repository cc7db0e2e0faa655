using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Training.Downstream;

namespace Cloudless.Tests.Cli;

internal sealed class InfoCommandTests
{
    [Test]
    public void Info_tells_versions_engines_and_the_card_of_a_model()
    {
        using var folder = new TemporaryFolder();
        string model = RandomModel.Write(folder);
        CliRun text = CliRun.Of("info", "--model", model).Succeeded();
        JsonElement json = CliRun.Of("info", "--model", model, "--json").Succeeded().Json();
        JsonElement card = json.GetProperty("models")[0].GetProperty("card");
        Assert.Multiple(() =>
        {
            Assert.That(text.Out, Does.Contain("gdal").And.Contain("onnxruntime").And.Contain("random"));
            Assert.That(json.GetProperty("gdalVersion").GetString(), Does.Match(@"^\d+\.\d+"));
            Assert.That(json.GetProperty("engines").GetProperty("processors").GetInt32(), Is.EqualTo(Environment.ProcessorCount));
            Assert.That(card.GetProperty("name").GetString(), Is.EqualTo("random"));
            Assert.That(card.GetProperty("halo").GetInt32(), Is.EqualTo(4));
        });
    }

    [Test]
    public void Info_without_a_model_describes_what_is_built_in()
    {
        JsonElement json = CliRun.Of("info", "--json").Succeeded().Json();
        Assert.That(json.GetProperty("models").EnumerateArray().Single().GetProperty("sha256").GetString(), Is.EqualTo(CloudRemovalModel.LoadDefault().Sha256));
    }

    [Test]
    public void A_classifier_tells_bands_classes_side_and_where_it_comes_from()
    {
        using var folder = new TemporaryFolder();
        string path = TinyClassifier.Write(folder["c.onnx"], TinyClassifier.BareOrGreen with
        {
            Scheme = "LULC", License = "CC0", TrainingData = "two fields", Metrics = new Dictionary<string, double> { ["accuracy"] = 0.75 },
        });
        CliRun text = CliRun.Of("info", "--model", path).Succeeded();
        JsonElement model = CliRun.Of("info", "--model", path, "--json").Succeeded().Json().GetProperty("models")[0];
        Assert.Multiple(() =>
        {
            Assert.That(text.Out, Does.Contain("tells land cover apart").And.Contain("B04 B08: DN without offset, 16 x 16 pixels").And.Contain("classes       bare, green").And.Contain("scheme        LULC"));
            Assert.That(text.Out, Does.Contain("classes.weight").And.Contain("two fields").And.Contain("CC0").And.Contain("accuracy 0.75"));
            Assert.That(model.GetProperty("classifier").GetProperty("cropSide").GetInt32(), Is.EqualTo(16));
            Assert.That(model.GetProperty("sha256").GetString(), Has.Length.EqualTo(64));
        });
    }

    [Test]
    public void Models_of_series_with_a_variance_and_for_perceptual_losses_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        SequenceToPointTests.Make(new SequenceToPointOptions { Branch = new DSen2CrOptions { Features = 4, Blocks = 1 }, Features = 6 }).Save(folder["series.onnx"]);
        var sure = new UnCRtainTSOptions { Features = 4, Blocks = 0, Sar = false };
        OnnxWriter.Write(UnCRtainTS.Build(sure), WindowedCards.Of(sure, 64, "sure", "1", DateTimeOffset.UnixEpoch), folder["sure.onnx"]);
        var vgg = new Vgg16Options { Width = 1, Classes = 2 };
        OnnxWriter.Write(Vgg16.Build(vgg), Vgg16Card.Of(vgg, ["a", "b"], "vgg", "1", DateTimeOffset.UnixEpoch), folder["vgg.onnx"]);
        string Kind(string name) => CliRun.Of("info", "--model", folder[name], "--json").Succeeded().Json().GetProperty("models")[0].GetProperty("kind").GetString()!;
        Assert.Multiple(() =>
        {
            Assert.That(Kind("series.onnx"), Does.Contain("a series"));
            Assert.That(Kind("sure.onnx"), Does.Contain("how sure it is"));
            Assert.That(Kind("vgg.onnx"), Does.Contain("perceptual"));
            Assert.That(CliRun.Of("info", "--model", folder["vgg.onnx"]).Succeeded().Out, Does.Contain("classes       a, b"));
        });
    }

    [Test]
    public void A_model_that_breaks_the_contract_is_a_failure()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["broken.onnx"], "not a network");
        CliRun run = CliRun.Of("info", "--model", folder["broken.onnx"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("broken.onnx"));
        });
    }
}
