using System.Text.Json;
using Cloudless.Cli.Demo;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Cli;

internal sealed class MaskCommandTests
{
    [Test]
    public void Mask_holds_the_four_classes_on_the_grid_of_the_image()
    {
        using var folder = new TemporaryFolder();
        // Higher than one strip of the job, so that its seams are in the image.
        SyntheticScene scene = SyntheticFiles.Scene(128);
        var high = new Raster<ushort>(13, 3 * 128, 128);
        for (int c = 0; c < high.Channels; c++)
        {
            for (int copy = 0; copy < 3; copy++)
            {
                scene.Cloudy.Channel(c).CopyTo(high.Channel(c)[(copy * 128 * 128)..]);
            }

            high.Channel(c)[..600].Clear();
        }

        SyntheticFiles.Write(folder["s2.tif"], high, scene.OpticalProfile with { Height = 3 * 128 });
        CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--score-out", folder["s.tif"]).Succeeded();

        var signed = new Raster<float>(13, high.Height, high.Width, Array.ConvertAll(high.Data, v => (float)v));
        byte[] expected = CloudShadowMask.Compute(signed, new CloudMaskOptions { MarkNoData = true }).Data;
        using RasterReader mask = RasterReader.Open(folder["m.tif"]), image = RasterReader.Open(folder["s2.tif"]);
        byte[] found = mask.Read<byte>().Data;
        Assert.Multiple(() =>
        {
            Assert.That(found, Is.EqualTo(expected), "strips must give the whole image's mask");
            Assert.That(found.Distinct().Order(), Is.EqualTo(new byte[] { 0, 1, 2, 255 }));
            Assert.That(mask.Profile.SampleType, Is.EqualTo(SampleType.UInt8));
            Assert.That(mask.Profile.NoData, Is.EqualTo(255));
            Assert.That(mask.Profile.Crs, Is.EqualTo(image.Profile.Crs));
            Assert.That(mask.Profile.Transform, Is.EqualTo(image.Profile.Transform));
            Assert.That(SyntheticFiles.Read<float>(folder["s.tif"]).Data, Has.All.InRange(0.00001f, 1f));
            Assert.That(folder.Files, Is.EqualTo(new[] { "m.tif", "s.tif", "s2.tif" }), "no temporaries stay");
        });
    }

    [Test]
    public void Json_is_alone_on_standard_output_and_counts_every_pixel()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--json").Succeeded();
        JsonElement json = run.Json();
        byte[] mask = SyntheticFiles.Read<byte>(folder["m.tif"]).Data;
        Assert.Multiple(() =>
        {
            Assert.That(json.EnumerateObject().Select(p => p.Name), Is.EqualTo(new[]
            {
                "input", "mask", "width", "height", "threshold", "cirrus", "clearPixels", "cloudPixels", "shadowPixels", "noDataPixels", "cloudPercent", "shadowPercent", "notes", "detector",
            }), "names are promised: add, never rename");
            Assert.That(json.GetProperty("cloudPixels").GetInt64(), Is.EqualTo(mask.LongCount(c => c == PixelClass.Cloud)));
            Assert.That(json.GetProperty("shadowPixels").GetInt64(), Is.EqualTo(mask.LongCount(c => c == PixelClass.Shadow)));
            Assert.That(run.Error, Does.Contain("masking"), "progress goes to standard error");
        });
    }

    [Test]
    public void Cirrus_constants_of_uncrtaints_find_far_less_cloud_on_the_real_patch()
    {
        string image = Path.Combine(TestData.Require("sen12mscr_georeferenced"), "ROIs1970_fall_139_p839_s2_cloudy.tif");
        using var folder = new TemporaryFolder();
        JsonElement own = CliRun.Of("mask", "--s2", image, "--out", folder["a.tif"], "--json").Succeeded().Json();
        JsonElement strict = CliRun.Of("mask", "--s2", image, "--out", folder["b.tif"], "--cirrus", "uncrtaints", "--json").Succeeded().Json();

        // Reference counts of an independent program; a few pixels at the edges may differ (its means are summed in another order).
        Assert.Multiple(() =>
        {
            Assert.That(own.GetProperty("cloudPixels").GetInt64(), Is.EqualTo(36_727).Within(5));
            Assert.That(own.GetProperty("shadowPixels").GetInt64(), Is.EqualTo(24_278).Within(5));
            Assert.That(strict.GetProperty("cloudPixels").GetInt64(), Is.EqualTo(1_649).Within(5));
        });
    }

    [Test]
    public void Existing_output_stays_as_it_is_without_overwrite()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        File.WriteAllText(folder["m.tif"], "precious");
        CliRun refused = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(refused.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(refused.Error, Does.Contain("m.tif").And.Contain("--overwrite"));
            Assert.That(File.ReadAllText(folder["m.tif"]), Is.EqualTo("precious"));
        });
        CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--overwrite").Succeeded();
        Assert.That(new FileInfo(folder["m.tif"]).Length, Is.GreaterThan(100));
    }

    [Test]
    public void An_existing_score_file_refuses_the_whole_job()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        File.WriteAllText(folder["s.tif"], "precious");
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--score-out", folder["s.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(folder.Files, Does.Not.Contain("m.tif"));
        });
    }

    [TestCase("s2.tif", "./s2.tif", null, "an input")]
    [TestCase("s2.tif", "m.tif", "m.tif", "the output 'mask'")]
    public void An_output_that_is_the_input_or_the_other_output_is_refused_even_with_overwrite(string input, string mask, string? score, string said)
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        RefusesToReplace(folder, said, ["--s2", folder[input], "--out", folder[mask], .. score is null ? [] : new[] { "--score-out", folder[score] }]);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "links need a privilege there")]
    public void An_output_that_is_the_input_under_another_name_is_refused_even_with_overwrite()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        File.CreateSymbolicLink(folder["link.tif"], folder["s2.tif"]);
        RefusesToReplace(folder, "an input", ["--s2", folder["link.tif"], "--out", folder["s2.tif"]]);
    }

    [Test]
    [NonParallelizable]
    public void A_full_disk_leaves_neither_mask_nor_score()
    {
        using var folder = new TemporaryFolder();
        using var disk = new SmallDisk("4k");
        SyntheticFiles.Write(folder, 64);
        IReadOnlyList<string> before = folder.Files;
        File.WriteAllBytes(disk["ballast"], new byte[4096]);
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", disk["m.tif"], "--score-out", folder["s.tif"], "-q");
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain($"'{disk["m.tif"]}'").And.Contain("Is the disk full?"));
            Assert.That(folder.Files, Is.EqualTo(before));
            Assert.That(Directory.GetFileSystemEntries(disk.Path), Is.EqualTo(new[] { disk["ballast"] }));
        });
    }

    [TestCase("dn")]
    [TestCase("harmonized")]
    public void Reflectance_in_place_of_dn_is_refused(string radiometry)
    {
        using var folder = new TemporaryFolder();
        SyntheticScene scene = SyntheticFiles.Scene(64);
        var reflectance = new Raster<float>(13, 64, 64, Array.ConvertAll(scene.Cloudy.Data, v => v / 10000f));
        SyntheticFiles.Write(folder["s2.tif"], reflectance, scene.OpticalProfile with { SampleType = SampleType.Float32 });
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "--radiometry", radiometry);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("s2.tif").And.Contain("looks like reflectance"));
            Assert.That(folder.Files, Is.EqualTo(new[] { "s2.tif" }));
        });
    }

    [Test]
    public void Bands_in_any_order_and_reflectance_give_the_same_mask()
    {
        using var folder = new TemporaryFolder();
        SyntheticScene scene = SyntheticFiles.Scene(64);
        SyntheticFiles.Write(folder["s2.tif"], scene.Cloudy, scene.OpticalProfile);
        string[] names = [.. scene.OpticalProfile.BandNames.Reverse().Select(n => n!)];
        var reversed = new Raster<ushort>(13, 64, 64, [.. Enumerable.Range(0, 13).Reverse().SelectMany(c => scene.Cloudy.Channel(c).ToArray())]);
        SyntheticFiles.Write(folder["named.tif"], reversed, scene.OpticalProfile with { BandNames = names });
        SyntheticFiles.Write(folder["bare.tif"], reversed, scene.OpticalProfile with { BandNames = [] });
        // Sums of reflectance times 10000 are those of the DN again: four digits are far above single precision's last.
        var reflectance = new Raster<float>(13, 64, 64, Array.ConvertAll(scene.Cloudy.Data, v => v / 10000f));
        SyntheticFiles.Write(folder["unit.tif"], reflectance, scene.OpticalProfile with { SampleType = SampleType.Float32 });
        CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"]).Succeeded();
        byte[] expected = SyntheticFiles.Read<byte>(folder["m.tif"]).Data;
        foreach ((string name, string[] more, string told) in ((string, string[], string)[])
            [("named.tif", [], "dn, assumed"), ("bare.tif", ["--bands", string.Join(',', names)], "dn, assumed"), ("unit.tif", [], "reflectance: the numbers")])
        {
            CliRun run = CliRun.Of(["mask", "--s2", folder[name], "--out", folder["n.tif"], "--overwrite", .. more]).Succeeded();
            Assert.Multiple(() =>
            {
                Assert.That(SyntheticFiles.Read<byte>(folder["n.tif"]).Data, Is.EqualTo(expected), name);
                Assert.That(run.Error, Does.Contain(told), name);
            });
        }
    }

    [Test]
    public void Missing_empty_and_wrong_files_are_named_in_one_line_without_a_stack()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        File.WriteAllBytes(folder["empty.tif"], []);
        File.WriteAllText(folder["text.tif"], "not an image");
        foreach (string name in new[] { "missing.tif", "empty.tif", "text.tif", "s1.tif" })
        {
            CliRun run = CliRun.Of("mask", "--s2", folder[name], "--out", folder["m.tif"]);
            Assert.Multiple(() =>
            {
                Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure), name);
                Assert.That(run.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), run.Error);
                Assert.That(run.Error, Does.Contain(name).And.Not.Contain("   at "));
                Assert.That(run.Out, Is.Empty);
                Assert.That(folder.Files, Does.Not.Contain("m.tif"));
            });
        }
    }

    [Test]
    public void Verbose_shows_the_stack_of_an_error()
    {
        CliRun run = CliRun.Of("mask", "--s2", "missing.tif", "--out", "m.tif", "--verbose");
        Assert.That(run.Error, Does.Contain("   at Cloudless."));
    }

    [Test]
    public void Cancellation_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        IReadOnlyList<string> before = folder.Files;
        CliRun run = CliRun.Of(new CancellationToken(canceled: true), "mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Interrupted));
            Assert.That(folder.Files, Is.EqualTo(before));
        });
    }

    [Test]
    public void Quiet_says_nothing_but_the_result()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        CliRun run = CliRun.Of("mask", "--s2", folder["s2.tif"], "--out", folder["m.tif"], "-q").Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(run.Error, Is.Empty);
            Assert.That(run.Out, Does.Contain("cloud"));
        });
    }

    private static void RefusesToReplace(TemporaryFolder folder, string said, string[] args)
    {
        IReadOnlyList<string> before = folder.Files;
        byte[] image = File.ReadAllBytes(folder["s2.tif"]);
        CliRun run = CliRun.Of(["mask", "--overwrite", .. args]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain(said));
            Assert.That(folder.Files, Is.EqualTo(before));
            Assert.That(File.ReadAllBytes(folder["s2.tif"]), Is.EqualTo(image));
        });
    }
}
