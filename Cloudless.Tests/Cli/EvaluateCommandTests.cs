using System.Text.Json;
using Cloudless.Cli.Demo;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;

namespace Cloudless.Tests.Cli;

internal sealed class EvaluateCommandTests
{
    // Values of an independent program on the published patches, to the digits it printed.
    [TestCase("ROIs1970_fall_139_p839", 0.108734, 0.159291, 15.9562, 15.2723, 0.59613)]
    [TestCase("ROIs2017_winter_112_p797", 0.070473, 0.095491, 20.4007, 21.3934, 0.72876)]
    public void Cloudy_input_of_the_real_patches_has_the_known_metrics(string id, double mae, double rmse, double psnr, double sam, double ssim)
    {
        string data = TestData.Require("sen12mscr_georeferenced");
        JsonElement all = CliRun.Of(
            "evaluate", "--prediction", Path.Combine(data, id + "_s2_cloudy.tif"), "--target", Path.Combine(data, id + "_s2_cloudfree.tif"), "--json")
            .Succeeded().Json().GetProperty("metrics").GetProperty("all");
        Assert.Multiple(() =>
        {
            Assert.That(all.GetProperty("mae").GetDouble(), Is.EqualTo(mae).Within(1e-6));
            Assert.That(all.GetProperty("rmse").GetDouble(), Is.EqualTo(rmse).Within(1e-6));
            Assert.That(all.GetProperty("psnr").GetDouble(), Is.EqualTo(psnr).Within(1e-4));
            Assert.That(all.GetProperty("samDegrees").GetDouble(), Is.EqualTo(sam).Within(1e-4));
            Assert.That(all.GetProperty("ssim").GetDouble(), Is.EqualTo(ssim).Within(1e-5));
            Assert.That(all.GetProperty("bands").GetArrayLength(), Is.EqualTo(13));
        });
    }

    [Test]
    public void Input_divides_the_pixels_and_a_copy_of_it_reproduces_it_perfectly()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        JsonElement report = CliRun.Of(
            "evaluate", "--prediction", folder["s2.tif"], "--target", folder["truth.tif"], "--input", folder["s2.tif"], "--json").Succeeded().Json();
        JsonElement metrics = report.GetProperty("metrics");
        Assert.Multiple(() =>
        {
            Assert.That(report.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[] { "prediction", "target", "input", "mask", "metrics", "notes" }));
            Assert.That(metrics.GetProperty("reproduction").GetProperty("mae").GetDouble(), Is.Zero);
            Assert.That(metrics.GetProperty("covered").GetProperty("mae").GetDouble(), Is.GreaterThan(metrics.GetProperty("clear").GetProperty("mae").GetDouble()));
            Assert.That(
                metrics.GetProperty("clear").GetProperty("pixels").GetInt64() + metrics.GetProperty("covered").GetProperty("pixels").GetInt64(),
                Is.EqualTo(128 * 128));
        });
    }

    [Test]
    public void A_mask_file_gives_the_same_as_the_mask_computed_from_the_input()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"]).Succeeded();
        string[] images = ["evaluate", "--prediction", folder["s2.tif"], "--target", folder["truth.tif"], "--input", folder["s2.tif"], "--json"];
        string computed = CliRun.Of(images).Succeeded().Json().GetProperty("metrics").GetRawText();
        string given = CliRun.Of([.. images, "--mask", folder["m.tif"]]).Succeeded().Json().GetProperty("metrics").GetRawText();
        Assert.That(given, Is.EqualTo(computed));
    }

    [Test]
    public void Nodata_is_left_out_even_without_a_mask()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        SyntheticScene scene = SyntheticFiles.Scene(128);
        Raster<ushort> target = scene.Clear.Crop(new Window(0, 0, 128, 128));
        for (int c = 0; c < 13; c++)
        {
            target.Channel(c)[..128].Clear();
        }

        SyntheticFiles.Write(folder["truth.tif"], target, scene.OpticalProfile);
        JsonElement metrics = CliRun.Of("evaluate", "--prediction", folder["s2.tif"], "--target", folder["truth.tif"], "--json")
            .Succeeded().Json().GetProperty("metrics");
        Assert.Multiple(() =>
        {
            Assert.That(metrics.GetProperty("all").GetProperty("pixels").GetInt64(), Is.EqualTo(127 * 128));
            Assert.That(metrics.TryGetProperty("clear", out _), Is.False, "nothing tells clear from covered here");
        });
    }

    [Test]
    public void Bands_in_another_order_are_compared_with_their_like_and_reflectance_with_dn()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        SyntheticScene scene = SyntheticFiles.Scene(64);
        string[] names = [.. scene.OpticalProfile.BandNames.Reverse().Select(n => n!)];
        var reversed = new Raster<ushort>(13, 64, 64, [.. Enumerable.Range(0, 13).Reverse().SelectMany(c => scene.Cloudy.Channel(c).ToArray())]);
        SyntheticFiles.Write(folder["order.tif"], reversed, scene.OpticalProfile with { BandNames = names });
        var reflectance = new Raster<float>(13, 64, 64, Array.ConvertAll(scene.Cloudy.Data, v => v / 10000f));
        SyntheticFiles.Write(folder["unit.tif"], reflectance, scene.OpticalProfile with { SampleType = SampleType.Float32 });
        double order = Error("order.tif"), unit = Error("unit.tif");
        CliRun refused = CliRun.Of("evaluate", "--prediction", folder["s2.tif"], "--target", folder["unit.tif"], "--radiometry", "dn");
        Assert.Multiple(() =>
        {
            Assert.That(order, Is.Zero);
            // Single precision of reflectance up to 1 or so.
            Assert.That(unit, Is.LessThan(1e-6));
            Assert.That(refused.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(refused.Error, Does.Contain("unit.tif").And.Contain("looks like reflectance"));
        });

        double Error(string name) => CliRun.Of("evaluate", "--prediction", folder["s2.tif"], "--target", folder[name], "--json")
            .Succeeded().Json().GetProperty("metrics").GetProperty("all").GetProperty("mae").GetDouble();
    }

    [Test]
    public void Images_of_different_size_are_refused_by_name()
    {
        using var small = new TemporaryFolder();
        using var large = new TemporaryFolder();
        SyntheticFiles.Write(small, 64);
        SyntheticFiles.Write(large, 96);
        CliRun run = CliRun.Of("evaluate", "--prediction", small["s2.tif"], "--target", large["truth.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("truth.tif").And.Contain("96 x 96").And.Contain("64 x 64"));
        });
    }

    [Test]
    public void The_table_is_for_people_and_leaves_standard_error_to_notes()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        CliRun run = CliRun.Of("evaluate", "--prediction", folder["truth.tif"], "--target", folder["truth.tif"]).Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Does.Contain("PSNR").And.Contain("Infinity"));
            Assert.That(run.Error, Does.StartWith("mask: none"));
        });
    }
}
