using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Networks.Onnx;

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
