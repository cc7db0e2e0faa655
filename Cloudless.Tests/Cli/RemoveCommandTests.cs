using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Cli;

internal sealed class RemoveCommandTests
{
    [Test]
    public void Removal_keeps_the_profile_and_every_pixel_outside_of_the_weight()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        string model = RandomModel.Write(folder);
        CliRun run = CliRun.Of(
            "remove", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--out", folder["out.tif"], "--model", model,
            "--mask-out", folder["m.tif"], "--weight-out", folder["w.tif"], "--quicklook", folder["q.png"], "--receipt", folder["r.json"], "--engine", "CPU", "--cog")
            .Succeeded();

        ushort[] before = SyntheticFiles.Read<ushort>(folder["s2.tif"]).Data, after = SyntheticFiles.Read<ushort>(folder["out.tif"]).Data;
        float[] weight = SyntheticFiles.Read<float>(folder["w.tif"]).Data;
        int untouched = 0;
        for (int i = 0; i < after.Length; i++)
        {
            if (weight[i % weight.Length] == 0)
            {
                untouched++;
                Assert.That(after[i], Is.EqualTo(before[i]));
            }
        }

        using RasterReader input = RasterReader.Open(folder["s2.tif"]), output = RasterReader.Open(folder["out.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(untouched, Is.InRange(1, after.Length - 1), "the scene has clear and covered pixels");
            Assert.That(output.Profile.SampleType, Is.EqualTo(SampleType.UInt16));
            Assert.That(output.Profile.Crs, Is.EqualTo(input.Profile.Crs));
            Assert.That(output.Profile.Transform, Is.EqualTo(input.Profile.Transform));
            Assert.That(output.Profile.BandNames, Is.EqualTo(input.Profile.BandNames));
            Assert.That(File.ReadAllBytes(folder["q.png"]).Take(4), Is.EqualTo(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }));
            Assert.That(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(5), "one line per file: image, mask, weight, quicklook, receipt");
            Assert.That(run.Out, Does.Contain($"receipt: {folder["r.json"]}"));
            Assert.That(run.Error, Does.Contain("engine: cpu").And.Contain("removing clouds"));
            Assert.That(folder.Files, Is.EqualTo(new[] { "m.tif", "out.tif", "q.png", "r.json", "random.onnx", "s1.tif", "s2.tif", "truth.tif", "w.tif" }));
        });
    }

    [Test]
    public void Json_on_standard_output_is_the_receipt()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        JsonElement printed = CliRun.Of(
            "remove", "--s2", folder["s2.tif"], "--out", folder["out.tif"], "--model", RandomModel.Write(folder, sar: false),
            "--receipt", folder["r.json"], "--threads", "1", "--json").Succeeded().Json();
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        Assert.Multiple(() =>
        {
            Assert.That(printed.GetRawText(), Is.EqualTo(written.RootElement.GetRawText()));
            Assert.That(printed.GetProperty("execution").GetProperty("threads").GetInt32(), Is.EqualTo(1));
            Assert.That(printed.GetProperty("model").GetProperty("sha256").GetString(), Has.Length.EqualTo(64));
            Assert.That(printed.GetProperty("engine").GetProperty("reason").GetString(), Is.Not.Empty);
        });
    }

    [Test]
    public void Sar_in_two_files_in_any_order_and_in_a_folder_gives_the_result_of_one_file()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        string model = RandomModel.Write(folder), two = folder["sar"];
        Directory.CreateDirectory(two);
        using (RasterReader one = RasterReader.Open(folder["s1.tif"]))
        {
            Raster<float> both = one.Read<float>();
            int plane = both.Height * both.Width;
            RasterProfile single = one.Profile with { BandCount = 1, BandNames = [] };
            SyntheticFiles.Write(Path.Combine(two, "a_VH.tif"), new Raster<float>(1, both.Height, both.Width, both.Data[plane..]), single);
            SyntheticFiles.Write(Path.Combine(two, "b_vv.tif"), new Raster<float>(1, both.Height, both.Width, both.Data[..plane]), single);
        }

        string[] common = ["remove", "--s2", folder["s2.tif"], "--model", model, "--json", "--out"];
        CliRun.Of([.. common, folder["one.tif"], "--s1", folder["s1.tif"]]).Succeeded();
        JsonElement receipt = CliRun.Of([.. common, folder["two.tif"], "--s1", Path.Combine(two, "a_VH.tif"), Path.Combine(two, "b_vv.tif")]).Succeeded().Json();
        CliRun.Of([.. common, folder["folder.tif"], "--s1", two]).Succeeded();
        CliRun three = CliRun.Of([.. common, folder["three.tif"], "--s1", folder["s1.tif"], folder["s1.tif"], folder["s1.tif"]]);
        ushort[] expected = SyntheticFiles.Read<ushort>(folder["one.tif"]).Data;
        Assert.Multiple(() =>
        {
            Assert.That(SyntheticFiles.Read<ushort>(folder["two.tif"]).Data, Is.EqualTo(expected));
            Assert.That(SyntheticFiles.Read<ushort>(folder["folder.tif"]).Data, Is.EqualTo(expected));
            Assert.That(receipt.GetProperty("inputs").EnumerateArray().Select(f => Path.GetFileName(f.GetProperty("path").GetString())), Is.SupersetOf(new[] { "a_VH.tif", "b_vv.tif" }));
            Assert.That(three.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(three.Error, Does.Contain("Found 3 SAR files"));
        });
    }

    [Test]
    public void Composite_off_repaints_the_clear_pixels_too()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        string model = RandomModel.Write(folder);
        string[] common = ["remove", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--model", model, "--json", "--out"];
        JsonElement on = CliRun.Of([.. common, folder["on.tif"]]).Succeeded().Json(), off = CliRun.Of([.. common, folder["off.tif"], "--composite", "off"]).Succeeded().Json();
        Assert.Multiple(() =>
        {
            Assert.That(off.GetProperty("statistics").GetProperty("changedPercent").GetDouble(), Is.EqualTo(100));
            Assert.That(on.GetProperty("statistics").GetProperty("changedPercent").GetDouble(), Is.LessThan(100));
        });
    }

    [Test]
    public void Bad_input_is_named_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        string model = RandomModel.Write(folder);
        var scene = SyntheticFiles.Scene(64);
        SyntheticFiles.Write(folder["elsewhere.tif"], scene.Sar, scene.SarProfile with { Transform = [100_000, 10, 0, 1_000_000, 0, -10] });
        File.WriteAllText(folder["broken.onnx"], "not a network");
        File.WriteAllBytes(folder["cut.tif"], File.ReadAllBytes(folder["s2.tif"])[..20_000]);
        IReadOnlyList<string> before = folder.Files;
        (string Culprit, string[] Args)[] cases =
        [
            ("missing.tif", ["--s2", folder["missing.tif"], "--s1", folder["s1.tif"], "--model", model]),
            ("cut.tif", ["--s2", folder["cut.tif"], "--s1", folder["s1.tif"], "--model", model]),
            ("s1.tif", ["--s2", folder["s1.tif"], "--model", model]),
            ("elsewhere.tif", ["--s2", folder["s2.tif"], "--s1", folder["elsewhere.tif"], "--model", model]),
            ("broken.onnx", ["--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--model", folder["broken.onnx"]]),
            ("no-such-folder", ["--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--model", model, "--mask-out", folder["no-such-folder/m.tif"]]),
        ];
        foreach ((string culprit, string[] args) in cases)
        {
            CliRun run = CliRun.Of(["remove", "--out", folder["out.tif"], "-q", .. args]);
            Assert.Multiple(() =>
            {
                Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure), culprit);
                Assert.That(run.Error, Does.StartWith("cloudless: ").And.Contain(culprit));
                Assert.That(run.Error.TrimEnd(), Does.Not.Contain("\n"));
                Assert.That(folder.Files, Is.EqualTo(before), culprit);
            });
        }
    }

    [Test]
    public void Existing_outputs_stay_as_they_are_without_overwrite()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        string model = RandomModel.Write(folder);
        File.WriteAllText(folder["q.png"], "precious");
        string[] args = ["remove", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--model", model, "--out", folder["out.tif"], "--quicklook", folder["q.png"]];
        CliRun refused = CliRun.Of(args);
        Assert.Multiple(() =>
        {
            Assert.That(refused.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(refused.Error, Does.Contain("q.png").And.Contain("--overwrite"));
            Assert.That(File.ReadAllText(folder["q.png"]), Is.EqualTo("precious"));
            Assert.That(File.Exists(folder["out.tif"]), Is.False);
        });
        CliRun.Of([.. args, "--overwrite"]).Succeeded();
    }

    [Test]
    public void Cancellation_in_the_middle_leaves_the_folder_as_it_was()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        string model = RandomModel.Write(folder);
        File.WriteAllText(folder["out.tif"], "precious");
        IReadOnlyList<string> before = folder.Files;
        using var cancellation = new CancellationTokenSource();
        using var error = new TriggerWriter("removing clouds: ", cancellation.Cancel);
        using var output = new StringWriter();
        int code = Cloudless.Cli.CloudlessApp.Run(
            ["remove", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--model", model, "--out", folder["out.tif"], "--overwrite",
                "--mask-out", folder["m.tif"], "--tile-size", "32", "--composite", "off"],
            new CliConsole(output, error, ErrorIsTerminal: false),
            cancellation.Token);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Interrupted), error.ToString());
            Assert.That(folder.Files, Is.EqualTo(before));
            Assert.That(File.ReadAllText(folder["out.tif"]), Is.EqualTo("precious"));
            Assert.That(output.ToString(), Is.Empty);
        });
    }

    /// <summary>Does something once a text was written.</summary>
    private sealed class TriggerWriter(string text, Action action) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
            {
                action();
            }
        }
    }
}
