using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Tests.Training.Import;

namespace Cloudless.Tests.Cli;

internal sealed class ImportCommandTests
{
    [Test]
    public void Import_writes_a_model_that_tells_its_origin_and_replaces_none_unasked()
    {
        using var folder = new TemporaryFolder();
        var network = new ForeignNetwork(3, 0, false, 6);
        (int[] head, float[] headValues) = network.TorchKernel(0);
        (int[] tail, float[] tailValues) = network.TorchKernel(1);
        TorchWriter.Write(folder["w.pth"], new List<(string, object)>
        {
            ("a.weight", new TorchWriter.Tensor(head, headValues)), ("a.bias", new TorchWriter.Tensor([3], network.Bias(0).Values)),
            ("b.weight", new TorchWriter.Tensor(tail, tailValues)), ("b.bias", new TorchWriter.Tensor([13], network.Bias(1).Values)),
        });
        string[] import = ["import", folder["w.pth"], "--out", folder["m.onnx"]];
        JsonElement report = CliRun.Of([.. import, "--json"]).Succeeded().Json();
        CliRun again = CliRun.Of(import), replaced = CliRun.Of([.. import, "--name", "renamed", "--overwrite"]).Succeeded();
        CliRun info = CliRun.Of("info", "--model", folder["m.onnx"]).Succeeded(), nothing = CliRun.Of("import", "--out", folder["x.onnx"]);
        Assert.Multiple(() =>
        {
            Assert.That(report.GetProperty("features").GetInt32(), Is.EqualTo(3));
            Assert.That(report.GetProperty("parameters").GetInt32(), Is.EqualTo((9 * 13 * 3) + 3 + (9 * 3 * 13) + 13));
            Assert.That(again.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(again.Error, Does.Contain("--overwrite"));
            Assert.That(replaced.Out, Does.Contain("F=3, B=0, without SAR"));
            Assert.That(info.Out, Does.Contain("renamed 1.0.0").And.Contain("w.pth (PyTorch state dict, SHA-256"));
            Assert.That(nothing.Code, Is.EqualTo(ExitCodes.Usage));
            Assert.That(folder.Files, Is.EqualTo(new[] { "m.onnx", "w.pth" }));
        });
    }
}
