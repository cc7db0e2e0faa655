using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Tests.Masks.Detectors;

namespace Cloudless.Tests.Cli;

internal sealed class DetectorCommandTests
{
    private static readonly string Model = Fixtures.Path("lightgbm-plain.txt");

    [Test]
    public void Mask_by_s2cloudless_is_the_librarys_and_the_score_its_probability()
    {
        using var folder = new TemporaryFolder();
        (Raster<float> dn, RasterProfile profile) = HighScene(folder);
        CliRun run = CliRun.Of(
            "mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--score-out", folder["p.tif"], "--json", "--radiometry", "dn",
            "--detector", "s2cloudless", "--detector-model", Model, "--detector-resolution", "30", "--average-over", "2", "--dilation-size", "1", "--cloud-threshold", "0.5").Succeeded();
        using S2CloudlessModel model = S2CloudlessModel.Load(Model);
        var options = new S2CloudlessOptions { Resolution = 30, AverageOver = 2, DilationSize = 1, Threshold = 0.5 };
        using var mask = new S2CloudlessRemovalMask(model, profile.Width, profile.Height, options);
        var whole = new Window(0, 0, profile.Width, profile.Height);
        byte[] classes = new byte[dn.PlaneLength];
        float[] probability = new float[dn.PlaneLength];
        mask.Gather(dn.Data, whole, whole);
        mask.Classify(dn.Data, whole, classes);
        mask.Probability(dn.Data, whole, probability);
        JsonElement json = run.Json();
        Assert.Multiple(() =>
        {
            Assert.That(SyntheticFiles.Read<byte>(folder["m.tif"]).Data, Is.EqualTo(classes), "strips must give the whole image's mask");
            Assert.That(classes.Distinct().Order(), Is.EqualTo(new byte[] { 0, 1, 2, 255 }));
            Assert.That(SyntheticFiles.Read<float>(folder["p.tif"]).Data, Is.EqualTo(probability));
            Assert.That(json.GetProperty("detector").GetProperty("kind").GetString(), Is.EqualTo("S2Cloudless"));
            Assert.That(json.GetProperty("detector").GetProperty("s2Cloudless").GetProperty("resolution").GetInt32(), Is.EqualTo(30));
            Assert.That(json.GetProperty("notes").EnumerateArray().Select(n => n.GetString()), Has.Some.Contain(model.Sha256));
            Assert.That(json.TryGetProperty("threshold", out _), Is.False, "the spectral score's");
        });
    }

    [Test]
    public void Mask_by_a_file_has_the_files_clouds()
    {
        using var folder = new TemporaryFolder();
        (_, RasterProfile profile) = HighScene(folder);
        WriteMask(folder["x_SCL_20m.tif"], profile, 20, i => (byte)(i % 12));
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--detector", "raster", "--mask-in", folder["x_SCL_20m.tif"]).Succeeded();
        byte[] classes = SyntheticFiles.Read<byte>(folder["m.tif"]).Data;
        int row = 200 * profile.Width, first = 100 * (profile.Width / 2);
        Assert.Multiple(() =>
        {
            for (int x = 0; x < 24; x++)
            {
                int scl = (first + (x / 2)) % 12;
                Assert.That(classes[row + x], Is.EqualTo(scl switch { 0 => 255, 3 => 2, 8 or 9 or 10 => 1, _ => 0 }), $"SCL {scl}");
            }

            Assert.That(run.Error, Does.Contain("read as SCL"));
        });
    }

    [Test]
    public void Removal_by_a_file_repaints_what_it_covers_and_the_receipt_names_the_file()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        RasterProfile profile = SyntheticFiles.Scene(128).OpticalProfile;
        WriteMask(folder["mask.tif"], profile, 10, i => (i % 128) is >= 40 and < 60 ? (byte)1 : (byte)0);
        CliRun.Of(
            "remove", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--out", folder["out.tif"], "--model", RandomModel.Write(folder), "--weight-out", folder["w.tif"],
            "--mask-out", folder["m.tif"], "--receipt", folder["r.json"], "--detector", "raster", "--mask-in", folder["mask.tif"], "--dark-shadow", "off").Succeeded();
        float[] weight = SyntheticFiles.Read<float>(folder["w.tif"]).Data;
        byte[] classes = SyntheticFiles.Read<byte>(folder["m.tif"]).Data;
        using JsonDocument receipt = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        JsonElement[] inputs = [.. receipt.RootElement.GetProperty("inputs").EnumerateArray()];
        Assert.Multiple(() =>
        {
            for (int x = 0; x < 128; x++)
            {
                Assert.That(classes[(64 * 128) + x], Is.EqualTo(x is >= 40 and < 60 ? PixelClass.Cloud : PixelClass.Clear), $"column {x}");
                Assert.That(weight[(64 * 128) + x] > 0, Is.EqualTo(x is >= 35 and < 65), $"column {x}");
            }

            Assert.That(receipt.RootElement.GetProperty("options").GetProperty("detector").GetProperty("raster").GetProperty("path").GetString(), Is.EqualTo(folder["mask.tif"]));
            Assert.That(inputs.Single(i => i.GetProperty("role").GetString() == "cloud mask").GetProperty("sha256").GetString(), Has.Length.EqualTo(64));
        });
    }

    [Test]
    public void Removal_by_s2cloudless_names_the_model_in_the_receipt()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        CliRun.Of(
            "remove", "--s2", folder["s2.tif"], "--out", folder["out.tif"], "--model", RandomModel.Write(folder, sar: false), "--receipt", folder["r.json"],
            "--detector", "s2cloudless", "--detector-model", Model, "--detector-resolution", "20").Succeeded();
        using JsonDocument receipt = JsonDocument.Parse(File.ReadAllText(folder["r.json"]));
        JsonElement model = receipt.RootElement.GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("role").GetString() == "detector model");
        using S2CloudlessModel loaded = S2CloudlessModel.Load(Model);
        Assert.That(model.GetProperty("sha256").GetString(), Is.EqualTo(loaded.Sha256));
    }

    [TestCase("on")]
    [TestCase("off")]
    public void Removal_writes_the_classes_of_the_detector_as_mask_does(string composite)
    {
        using var folder = new TemporaryFolder();
        HighScene(folder);
        string[] detector = ["--detector", "s2cloudless", "--detector-model", Model, "--detector-resolution", "20", "--average-over", "1"];
        CliRun.Of(["remove", "--s2", folder["s2.tif"], "--out", folder["out.tif"], "--model", RandomModel.Write(folder, sar: false), "--mask-out", folder["a.tif"], "--composite", composite, .. detector]).Succeeded();
        CliRun.Of(["mask", "--s2", folder["s2.tif"], "--out", folder["b.tif"], .. detector]).Succeeded();
        byte[] classes = SyntheticFiles.Read<byte>(folder["a.tif"]).Data;
        Assert.That(classes, Is.EqualTo(SyntheticFiles.Read<byte>(folder["b.tif"]).Data).And.Some.EqualTo(PixelClass.Cloud).And.Some.EqualTo(PixelClass.Clear));
    }

    [TestCase("--detector", "s2cloudless")]
    [TestCase("--detector", "raster")]
    [TestCase("--detector", "eyes")]
    [TestCase("--detector-model", "m.txt")]
    [TestCase("--mask-in", "m.tif")]
    [TestCase("--cloud-threshold", "0.5")]
    [TestCase("--detector", "s2cloudless", "--detector-model", "m.txt", "--mask-in", "m.tif")]
    [TestCase("--detector", "s2cloudless", "--detector-model", "m.txt", "--detector-resolution", "25")]
    [TestCase("--detector", "s2cloudless", "--detector-model", "m.txt", "--detector-resolution", "5")]
    [TestCase("--detector", "s2cloudless", "--detector-model", "m.txt", "--cloud-threshold", "1.5")]
    [TestCase("--detector", "s2cloudless", "--detector-model", "m.txt", "--average-over", "51")]
    [TestCase("--detector", "s2cloudless", "--detector-model", "m.txt", "--dilation-size", "-1")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--mask-format", "fmask")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--cloud-values", "8;9")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--cloud-values", "8,70000")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--cloud-values", "8", "--shadow-values", "8")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--mask-format", "qa60", "--cloud-values", "16")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--dark-shadow", "maybe")]
    public void Options_that_do_not_go_together_end_with_2(params string[] options)
    {
        foreach (string command in (string[])["mask", "remove"])
        {
            CliRun run = CliRun.Of([command, "--s2", "a.tif", "--out", "b.tif", .. options]);
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Usage), run.Error);
        }
    }

    [TestCase("--detector", "s2cloudless", "--detector-model", "m.txt", "--threshold", "0.3")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--cirrus", "uncrtaints")]
    [TestCase("--detector", "raster", "--mask-in", "m.tif", "--score-out", "s.tif")]
    public void Options_of_the_spectral_score_are_refused_with_other_detectors(params string[] options) =>
        Assert.That(CliRun.Of(["mask", "--s2", "a.tif", "--out", "b.tif", .. options]).Code, Is.EqualTo(ExitCodes.Usage));

    [Test]
    public void The_mask_that_is_read_is_never_replaced()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        WriteMask(folder["m.tif"], SyntheticFiles.Scene(64).OpticalProfile, 10, _ => 1);
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--overwrite", "--detector", "raster", "--mask-in", folder["m.tif"]);
        Assert.That((run.Code, run.Error.Contains("m.tif", StringComparison.Ordinal)), Is.EqualTo((ExitCodes.Failure, true)), run.Error);
    }

    // Three copies of a scene, higher than one strip of the job, with nodata at the top and clouds that have a B10.
    private static (Raster<float> Dn, RasterProfile Profile) HighScene(TemporaryFolder folder)
    {
        Raster<float> dn = Masks.MaskScenes.Scattered(3 * 128, 128, 9);
        RasterProfile profile = SyntheticFiles.Scene(128).OpticalProfile with { Height = 3 * 128 };
        for (int i = 0; i < dn.Data.Length; i++)
        {
            dn.Data[i] = MathF.Max(0, dn.Data[i]);
        }

        SyntheticFiles.Write(folder["s2.tif"], new Raster<ushort>(13, 3 * 128, 128, Array.ConvertAll(dn.Data, v => (ushort)v)), profile);
        return (dn, profile);
    }

    private static void WriteMask(string path, RasterProfile image, int meters, Func<int, byte> value)
    {
        int step = meters / 10, width = image.Width / step, height = image.Height / step;
        double[] t = [.. image.Transform!];
        RasterProfile profile = new()
        {
            Width = width, Height = height, BandCount = 1, SampleType = SampleType.UInt8, Crs = image.Crs, Transform = [t[0], t[1] * step, t[2], t[3], t[4], t[5] * step],
        };
        SyntheticFiles.Write(path, new Raster<byte>(1, height, width, [.. Enumerable.Range(0, width * height).Select(value)]), profile);
    }
}
