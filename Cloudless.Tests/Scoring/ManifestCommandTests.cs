using System.Text.Json;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Scoring;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Rasters.Products;

namespace Cloudless.Tests.Scoring;

/// <summary>Manifests made of files on disk.</summary>
internal sealed class ManifestCommandTests
{
    private const int Side = 8;

    // UTM 32 north; a scene is 80 m wide.
    private const string Utm32 = "EPSG:32632", Utm33 = "EPSG:32633";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["s2"]);
        Directory.CreateDirectory(_folder["s1"]);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void A_scene_gets_the_image_of_its_place_that_is_nearest_in_time()
    {
        Optical("S2A_MSIL1C_20200711T101559_N0500_R065_T32TQM_20230401T000000", 500_000);
        Optical("S2A_MSIL1C_20200721T101559_N0500_R065_T32TQM_20230401T000000", 500_000);
        Sar("S1A_20200709T053000", 500_000);
        Sar("S1A_20200719T053000", 500_000);
        Sar("S1A_20200711T053000_elsewhere", 700_000);
        JsonElement made = Run("--json").Succeeded().Json();
        ManifestItem[] items = Items();
        Assert.Multiple(() =>
        {
            Assert.That(items.Select(i => i.Id), Is.EqualTo(new[] { "S2A_MSIL1C_20200711T101559_N0500_R065_T32TQM_20230401T000000", "S2A_MSIL1C_20200721T101559_N0500_R065_T32TQM_20230401T000000" }));
            Assert.That(items.Select(i => Path.GetFileName(i.S1.Single())), Is.EqualTo(new[] { "S1A_20200709T053000.tif", "S1A_20200719T053000.tif" }));
            Assert.That(made.GetProperty("paired").GetInt32(), Is.EqualTo(2));
            Assert.That(made.GetProperty("unpairedS1").EnumerateArray().Single().GetProperty("reason").GetString(), Does.Contain("no optical scene took it"));
        });
    }

    [Test]
    public void What_stays_unpaired_is_told_with_the_reason_and_left_out_or_kept()
    {
        Optical("a_20200711", 500_000);
        Optical("b_20200801", 500_000);
        Optical("c_20200711", 600_000);
        Optical("d_20200711", 500_060);
        File.WriteAllText(_folder["s2/e_20200711.tif"], "no image");
        Sar("x_20200712", 500_000);
        CliRun run = Run().Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(Items().Select(i => i.Id), Is.EqualTo(new[] { "a_20200711" }));
            Assert.That(run.Out, Does.Match("b_20200801.tif: the nearest SAR image of the place is 20 days away"));
            Assert.That(run.Out, Does.Match("c_20200711.tif: no SAR image overlaps it"));
            Assert.That(run.Out, Does.Match("d_20200711.tif: SAR covers 2[0-9.]* % of it at most"), "20 of 80 m");
            Assert.That(run.Out, Does.Match("e_20200711.tif: .*cannot be opened"));
        });

        Run("--keep-unpaired", "--overwrite", "--max-days", "30").Succeeded();
        Assert.That(Items().Select(i => (i.Id, i.S1.Count)), Is.EqualTo(new[] { ("a_20200711", 1), ("b_20200801", 1), ("c_20200711", 0), ("d_20200711", 0) }));
    }

    [Test]
    public void Comma_separated_values_tell_the_same_as_lines_of_json()
    {
        Optical("a, \"b\"_20200711", 500_000);
        Optical("c_20200711", 900_000);
        Sar("x_20200712_VV", 500_000, bands: 1);
        Sar("x_20200712_VH", 500_000, bands: 1);
        Run("--keep-unpaired").Succeeded();
        ManifestItem[] json = Items();
        CliRun.Of("manifest", "--s2", _folder["s2/*.tif"], "--s1", _folder["s1/*.tif"], "--out", _folder["m.csv"], "--keep-unpaired").Succeeded();
        ManifestItem[] csv = [.. ManifestReader.Read(_folder["m.csv"])];
        Assert.That(ManifestReader.Check(_folder["m.csv"]), Is.EqualTo(2));
        Assert.That(csv.Select(i => (i.Id, i.S2, string.Join('|', i.S1))), Is.EqualTo(json.Select(i => (i.Id, i.S2, string.Join('|', i.S1)))));
        Assert.That(json[0].S1, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_path_that_comma_separated_values_cannot_tell_is_an_error_that_names_it_and_leaves_nothing()
    {
        Optical("a_20200711", 500_000);
        Sar("x;y_20200712", 500_000);
        CliRun run = CliRun.Of("manifest", "--s2", _folder["s2/*.tif"], "--s1", _folder["s1/*.tif"], "--out", _folder["m.csv"]);
        Assert.That((run.Code, run.Error.Contains("x;y_20200712.tif", StringComparison.Ordinal), run.Error.Contains(".jsonl", StringComparison.Ordinal)), Is.EqualTo((ExitCodes.Failure, true, true)), run.Error);
        Assert.That(Directory.GetFiles(_folder.Root, "*", new EnumerationOptions { AttributesToSkip = 0 }), Is.Empty);
    }

    [Test]
    public void A_manifest_that_is_there_is_not_replaced_unless_asked_for()
    {
        Optical("a_20200711", 500_000);
        File.WriteAllText(_folder["m.jsonl"], "mine");
        CliRun run = Run("--keep-unpaired");
        Assert.That((run.Code, File.ReadAllText(_folder["m.jsonl"])), Is.EqualTo((ExitCodes.Failure, "mine")), run.Error);
    }

    [Test]
    public void An_image_of_another_granule_is_no_partner_where_both_names_tell_one()
    {
        Optical("S2A_MSIL1C_20200711T101559_N0500_R065_T32TQM_20230401T000000", 500_000);
        Sar("S1A_20200711T053000_T32TQL", 500_000);
        CliRun other = Run();
        Assert.That((other.Code, other.Error.Contains("another tile", StringComparison.Ordinal)), Is.EqualTo((ExitCodes.Failure, true)), other.Error);
        Sar("S1A_20200714T053000_T32TQM", 500_000);
        Run().Succeeded();
        Assert.That(Path.GetFileName(Items().Single().S1.Single()), Is.EqualTo("S1A_20200714T053000_T32TQM.tif"), "of its own granule, though three days later");
    }

    [Test]
    public void A_product_is_placed_and_dated_by_its_metadata_and_can_be_scored()
    {
        string product = TinyProducts.Tree().Write(_folder["s2"]), model = RandomModel.Write(_folder);
        RasterProfile profile;
        using (OpticalSource source = OpticalSource.Open(product))
        {
            profile = source.Profile;
        }

        foreach (string date in (string[])["20150720", "20150727", "20150803"])
        {
            var sar = new RasterProfile { Width = 120, Height = 120, BandCount = 2, SampleType = SampleType.Float32, Crs = profile.Crs, Transform = profile.Transform, BandNames = ["VV", "VH"] };
            var decibel = new Raster<float>(2, 120, 120);
            decibel.Data.AsSpan().Fill(-12);
            SyntheticFiles.Write(_folder[$"s1/x_{date}.tif"], decibel, sar);
        }

        CliRun.Of("manifest", "--s2", _folder["s2/*.SAFE"], "--s1", _folder["s1/*.tif"], "--out", _folder["m.jsonl"]).Succeeded();
        ManifestItem item = Items().Single();
        Assert.That((item.S2, item.Id, Path.GetFileName(item.S1.Single())), Is.EqualTo((product, Path.GetFileNameWithoutExtension(product), "x_20150727.tif")), "taken on 2015-07-26");
        CliRun.Of("score", _folder["m.jsonl"], "--out", _folder["run"], "--model", model, "--reserve", "0").Succeeded();
        Assert.That(File.Exists(Path.Combine(_folder["run"], "items", item.Id, $"{item.Id}.tif")));
    }

    [Test]
    public void Places_are_compared_across_reference_systems()
    {
        // The same spot at 12 degrees east, where zones 32 and 33 meet: as far east of one meridian as west of the other.
        Optical("a_20200711", 723_400, 5_320_000, Utm32);
        Sar("x_20200711", 276_600, 5_320_000, Utm33, 400);
        Run().Succeeded();
        Assert.That(Items().Single().S1, Has.Count.EqualTo(1));
    }

    [Test]
    public void Files_of_VV_and_VH_that_differ_in_that_alone_belong_together_and_can_be_scored()
    {
        using var folder = new ScoringFolder(1);
        Raster<float> both = SyntheticFiles.Read<float>(folder["s1-0.tif"]);
        RasterProfile profile = SyntheticFiles.Scene(ScoringFolder.Side).SarProfile with { BandCount = 1, BandNames = [] };
        foreach ((string name, int band) in new[] { ("VV", 0), ("VH", 1) })
        {
            SyntheticFiles.Write(folder[$"sar_{name}_20200711.tif"], new Raster<float>(1, both.Height, both.Width, both.Channel(band).ToArray()), profile);
        }

        CliRun.Of("manifest", "--s2", folder["s2-*.tif"], "--s1", folder["sar_*.tif"], "--out", folder["pairs.jsonl"]).Succeeded();
        Assert.That(ManifestReader.Read(folder["pairs.jsonl"]).Single().S1.Select(Path.GetFileName), Is.EqualTo(new[] { "sar_VV_20200711.tif", "sar_VH_20200711.tif" }));
        CliRun.Of("score", folder["pairs.jsonl"], "--out", folder["two"], "--reserve", "0").Succeeded();
        folder.Score("one").Succeeded();
        Assert.That(
            SyntheticFiles.Read<ushort>(Path.Combine(folder["two"], "items", "s2-0", "s2-0.tif")).Data,
            Is.EqualTo(SyntheticFiles.Read<ushort>(Path.Combine(folder["one"], "items", "item-0", "item-0.tif")).Data));
    }

    [Test]
    public void Names_that_come_in_several_folders_get_the_folder_before_them()
    {
        foreach (string place in new[] { "p1", "p2" })
        {
            Directory.CreateDirectory(_folder[place]);
            Write(Path.Combine(place, "s2.tif"), 13, SampleType.UInt16, 500_000, 5_320_000, Utm32, Side);
        }

        CliRun.Of("manifest", "--s2", Path.Combine(_folder.Root, "**", "s2.tif"), "--out", _folder["m.jsonl"]).Succeeded();
        Assert.That(Items().Select(i => i.Id), Is.EqualTo(new[] { "p1_s2", "p2_s2" }));
    }

    [Test]
    public void A_pattern_that_matches_nothing_is_an_error() =>
        Assert.That(CliRun.Of("manifest", "--s2", _folder["*.SAFE"], "--out", _folder["m.jsonl"]), Has.Property("Code").EqualTo(ExitCodes.Failure).And.Property("Error").Contains("matches nothing"));

    private CliRun Run(params string[] args) => CliRun.Of(["manifest", "--s2", _folder["s2/*.tif"], "--s1", _folder["s1/*.tif"], "--out", _folder["m.jsonl"], .. args]);

    private ManifestItem[] Items() => [.. ManifestReader.Read(_folder["m.jsonl"])];

    private void Optical(string name, double east, double north = 5_320_000, string crs = Utm32) =>
        Write($"s2/{name}.tif", 13, SampleType.UInt16, east, north, crs, Side);

    private void Sar(string name, double east, double north = 5_320_000, string crs = Utm32, int side = Side, int bands = 2) =>
        Write($"s1/{name}.tif", bands, SampleType.Float32, east - ((side - Side) * 5), north + ((side - Side) * 5), crs, side);

    private void Write(string name, int bands, SampleType type, double east, double north, string crs, int side)
    {
        var profile = new RasterProfile { Width = side, Height = side, BandCount = bands, SampleType = type, Crs = crs, Transform = [east, 10, 0, north, 0, -10], BandNames = bands == 2 ? ["VV", "VH"] : [] };
        if (type == SampleType.UInt16)
        {
            SyntheticFiles.Write(_folder[name], new Raster<ushort>(bands, side, side), profile);
        }
        else
        {
            SyntheticFiles.Write(_folder[name], new Raster<float>(bands, side, side), profile);
        }
    }
}
