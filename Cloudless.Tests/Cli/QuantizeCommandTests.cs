using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;

namespace Cloudless.Tests.Cli;

internal sealed class QuantizeCommandTests
{
    [Test]
    public void Int8_model_is_written_measured_and_removes_clouds_where_it_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        string[] model = Write(folder);
        JsonElement report = CliRun.Of(["quantize", .. model, "--out", folder["q.onnx"], "--rounds", "1", "--json"]).Succeeded().Json();
        JsonElement[] rows = [.. report.GetProperty("rows").EnumerateArray()];
        ModelCard card = CloudRemovalModel.Load(folder["q.onnx"]).Card;
        Assert.Multiple(() =>
        {
            Assert.That(report.GetProperty("patches").EnumerateArray().Select(p => p.GetString()), Is.EqualTo(new[] { "b" }));
            Assert.That(rows.Select(r => r.GetProperty("engine").GetString()), Has.Exactly(3).Items.And.Some.EndsWith("int8").And.Some.StartsWith("Cloudless CPU engine"));
            Assert.That(rows[0].TryGetProperty("psnrToFloat32", out _), Is.False, "the reference");

            // Seeded weights and three small images for ranges: 30 dB tell a working network from a broken one, no more.
            Assert.That(rows[1].GetProperty("psnrToFloat32").GetDouble(), Is.GreaterThan(30));
            Assert.That(rows[2].GetProperty("psnrToFloat32").GetDouble(), Is.GreaterThan(80), "the CPU engine computes in float32");
            Assert.That(rows.Select(r => r.GetProperty("milliseconds").GetDouble()), Is.All.GreaterThan(0));
            Assert.That(card.Quantization!.Calibration, Does.StartWith("1 patches").And.EndsWith("fold 2 left out"));
            Assert.That(card.Metrics[0].Values["psnrToFloat32Db"], Is.EqualTo(rows[1].GetProperty("psnrToFloat32").GetDouble()).Within(1e-4));
            Assert.That(CliRun.Of("info", "--model", folder["q.onnx"]).Succeeded().Out, Does.Contain("precision     int8, weights of 7 bits").And.Contain("ONNX Runtime alone"));
        });

        string[] remove = ["remove", "--s2", folder["b_s2_cloudy.tif"], "--model", folder["q.onnx"], "--overwrite", "--out", folder["c.tif"]];
        CliRun asked = CliRun.Of([.. remove, "--engine", "onnxruntime", "--precision", "int8"]).Succeeded();
        CliRun automatic = CliRun.Of(remove), cpu = CliRun.Of([.. remove, "--engine", "cpu", "--precision", "int8"]);
        Assert.Multiple(() =>
        {
            Assert.That(asked.Error, Does.Contain("onnxruntime-cpu (asked for, with int8)"));
            Assert.That(automatic.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(automatic.Error, Does.Contain("was not asked for").And.Contain("precision int8"));
            Assert.That(cpu.Error, Does.Contain("CPU engine computes in float32 only"));
        });
    }

    [Test]
    public void What_cannot_be_quantized_is_refused_before_any_work()
    {
        using var folder = new TemporaryFolder();
        string[] model = Write(folder);
        File.WriteAllText(folder["there.onnx"], "");
        CliRun exists = CliRun.Of(["quantize", .. model, "--out", folder["there.onnx"]]);
        CliRun fold = CliRun.Of(["quantize", .. model, "--out", folder["q.onnx"], "--fold", "7"]);
        CliRun bits = CliRun.Of(["quantize", .. model, "--out", folder["q.onnx"], "--weight-bits", "4"]);
        CliRun.Of(["quantize", .. model, "--out", folder["q.onnx"], "--rounds", "1"]).Succeeded();
        CliRun twice = CliRun.Of("quantize", "--model", folder["q.onnx"], "--data", folder.Root, "--out", folder["qq.onnx"]);
        Assert.Multiple(() =>
        {
            Assert.That(exists.Error, Does.Contain("there.onnx").And.Contain("--overwrite"));
            Assert.That(fold.Error, Does.Contain("fold 7").And.Contain("found folds: 1, 2"));
            Assert.That(bits.Code, Is.EqualTo(ExitCodes.Usage));
            Assert.That(twice.Error, Does.Contain("int8 already"));
            Assert.That(File.Exists(folder["qq.onnx"]), Is.False);
        });
    }

    /// <summary>Two pairs in folds 1 and 2 and a model without SAR; gives the options that name them.</summary>
    private static string[] Write(TemporaryFolder folder)
    {
        var (graph, card) = Networks.Onnx.TestModels.Make(sar: false);
        CloudRemovalModel.Create(graph, card).Save(folder["m.onnx"]);
        foreach ((string id, int column) in new[] { ("a", 0), ("b", 64) })
        {
            Cloudless.Cli.Demo.SyntheticScene scene = SyntheticFiles.Scene(128);
            var window = new Window(column, 32, 64, 64);
            RasterProfile profile = scene.OpticalProfile with { Width = 64, Height = 64 };
            SyntheticFiles.Write(folder[id + "_s2_cloudy.tif"], scene.Cloudy.Crop(window), profile);
            SyntheticFiles.Write(folder[id + "_s2_clear.tif"], scene.Clear.Crop(window), profile);
        }

        File.WriteAllText(folder["folds.csv"], $"set,id,group,fold\n{Path.GetFileName(folder.Root)},a,A,1\n{Path.GetFileName(folder.Root)},b,B,2\n");
        return ["--model", folder["m.onnx"], "--data", folder.Root];
    }
}
