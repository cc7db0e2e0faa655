using System.Text.Json;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class RasterWriterTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Names_tags_nodata_scales_and_place_come_back([Values] RasterFormat format)
    {
        RasterProfile profile = Profiles.Plain(40, 30, 3, SampleType.UInt16) with
        {
            Crs = "EPSG:32631",
            Transform = [300_000.5, 10, 0, 4_900_000.25, 0, -10],
            NoData = 65535,
            BandNames = ["B02", null, "B04 (red, ü)"],
            BandScales = [1e-4, 1e-4, 1e-4],
            BandOffsets = [-0.1, -0.1, -0.1],
            Tags = new Dictionary<string, string> { ["CLOUDLESS_MODEL"] = "a=b; ö", ["AREA_OR_POINT"] = "Point", ["TIFFTAG_SOFTWARE"] = "Cloudless" },
        };
        Profiles.WriteNew(_folder["a.tif"], profile, Profiles.Random(3, 30, 40, 1), new RasterWriteOptions { Format = format });
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(reader.Profile.Crs, Does.Contain("UTM zone 31N"));
            Assert.That(reader.Profile.Transform, Is.EqualTo(profile.Transform));
            Assert.That(reader.Profile.NoData, Is.EqualTo(65535));
            Assert.That(reader.Profile.BandNames, Is.EqualTo(profile.BandNames));
            Assert.That(reader.Profile.BandScales, Is.EqualTo(profile.BandScales));
            Assert.That(reader.Profile.BandOffsets, Is.EqualTo(profile.BandOffsets));
            Assert.That(profile.Tags, Is.SubsetOf(reader.Profile.Tags));
            Assert.That(_folder.Names, Is.EqualTo(new[] { "a.tif" }), "no side files");
        });
    }

    [Test]
    public void A_nodata_value_of_NaN_comes_back()
    {
        RasterProfile profile = Profiles.Plain(8, 8, 1, SampleType.Float32) with { NoData = double.NaN };
        Profiles.WriteNew(_folder["a.tif"], profile, new Raster<float>(1, 8, 8));
        using RasterReader reader = RasterReader.Open(_folder["a.tif"]);
        Assert.That(reader.Profile.NoData, Is.NaN);
    }

    [TestCase(RasterFormat.Cog, 3, RasterCompression.Deflate)]
    [TestCase(RasterFormat.Cog, 1, RasterCompression.Zstd)]
    [TestCase(RasterFormat.GeoTiff, 2, RasterCompression.Zstd)]
    public void Overviews_are_halves_until_one_fits_in_a_tile(RasterFormat format, int bands, RasterCompression compression)
    {
        var options = new RasterWriteOptions { Format = format, Compression = compression, TileSize = 256, Overviews = true };
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(700, 900, bands, SampleType.UInt16), Profiles.Random(bands, 900, 700, 2), options);
        using JsonDocument info = JsonDocument.Parse(Programs.Run("gdalinfo", $"-json {_folder["a.tif"]}"));
        JsonElement band = info.RootElement.GetProperty("bands")[bands - 1];
        int[] heights = [.. band.GetProperty("overviews").EnumerateArray().Select(o => o.GetProperty("size")[1].GetInt32())];
        JsonElement structure = info.RootElement.GetProperty("metadata").GetProperty("IMAGE_STRUCTURE");
        Assert.Multiple(() =>
        {
            Assert.That(heights, Is.EqualTo(new[] { 450, 225 }));
            Assert.That(band.GetProperty("block")[0].GetInt32(), Is.EqualTo(256));
            Assert.That(structure.GetProperty("COMPRESSION").GetString(), Is.EqualTo(compression.ToString().ToUpperInvariant()));
            Assert.That(structure.TryGetProperty("LAYOUT", out JsonElement layout) ? layout.GetString() : "plain", Is.EqualTo(format == RasterFormat.Cog ? "COG" : "plain"));
        });
    }

    [TestCase(OverviewResampling.Nearest, RasterFormat.Cog)]
    [TestCase(OverviewResampling.Nearest, RasterFormat.GeoTiff)]
    public void Overviews_of_masks_hold_classes_only(OverviewResampling resampling, RasterFormat format)
    {
        var mask = new Raster<byte>(1, 300, 300);
        for (int i = 0; i < mask.Data.Length; i++)
        {
            mask.Data[i] = (byte)(i % 7 == 0 ? 255 : i % 3 == 0 ? 2 : 0);
        }

        var options = new RasterWriteOptions { Format = format, TileSize = 128, Overviews = true, OverviewResampling = resampling };
        Profiles.WriteNew(_folder["m.tif"], Profiles.Plain(300, 300, 1, SampleType.UInt8), mask, options);
        Programs.Run("gdal_translate", $"-q -of GTiff -oo OVERVIEW_LEVEL=0 {_folder["m.tif"]} {_folder["half.tif"]}");
        using RasterReader half = RasterReader.Open(_folder["half.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(half.Profile.Width, Is.EqualTo(150));
            Assert.That(half.Read<byte>().Data.Distinct().Order(), Is.SubsetOf(new byte[] { 0, 2, 255 }));
        });
    }

    [Test]
    public void Masks_carry_their_colors([Values] RasterFormat format)
    {
        var options = new RasterWriteOptions { Format = format, ColorTable = [new(0, 0, 0, 0, 0), new(1, 255, 250, 240), new(255, 9, 8, 7)] };
        Profiles.WriteNew(_folder["m.tif"], Profiles.Plain(20, 20, 1, SampleType.UInt8), new Raster<byte>(1, 20, 20), options);
        using JsonDocument info = JsonDocument.Parse(Programs.Run("gdalinfo", $"-json {_folder["m.tif"]}"));
        JsonElement entries = info.RootElement.GetProperty("bands")[0].GetProperty("colorTable").GetProperty("entries");
        Assert.Multiple(() =>
        {
            Assert.That(entries[1].EnumerateArray().Select(e => e.GetInt32()).Take(3), Is.EqualTo(new[] { 255, 250, 240 }));
            Assert.That(entries[255].EnumerateArray().Select(e => e.GetInt32()).Take(3), Is.EqualTo(new[] { 9, 8, 7 }));
        });
    }

    [Test]
    public void Four_byte_bands_are_not_taken_for_a_picture_with_transparency()
    {
        Profiles.WriteNew(_folder["a.tif"], Profiles.Plain(20, 20, 4, SampleType.UInt8), new Raster<byte>(4, 20, 20));
        Assert.That(Programs.Run("gdalinfo", _folder["a.tif"]), Does.Not.Contain("Alpha").And.Not.Contain("ALPHA"));
    }

    [Test]
    public void Contradictions_are_refused_before_anything_is_written()
    {
        RasterProfile plain = Profiles.Plain(20, 20, 2, SampleType.UInt16);
        Assert.Multiple(() =>
        {
            Refused(plain with { NoData = -1 }, new(), "Nodata -1");
            Refused(plain with { NoData = double.NaN }, new(), "Nodata NaN");
            Refused(plain with { BandNames = ["one"] }, new(), "1 band names for 2 bands");
            Refused(plain with { Transform = [1, 2] }, new(), "2 numbers");
            Refused(plain, new() { TileSize = 100 }, "tile size is 100");
            Refused(plain, new() { ColorTable = [] }, "2 of UInt16");
            Assert.That(_folder.Names, Is.Empty);
        });
    }

    [Test]
    public void Writing_what_does_not_fit_is_an_argument_error()
    {
        using RasterWriter writer = RasterWriter.Create(_folder["a.tif"], Profiles.Plain(20, 10, 2, SampleType.UInt16));
        Assert.Multiple(() =>
        {
            Assert.That(() => writer.Write<ushort>(new Window(15, 0, 6, 1), new ushort[12]), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("20 columns"));
            Assert.That(() => writer.Write<ushort>(new Window(0, 0, 6, 1), new ushort[6]), Throws.ArgumentException.With.Message.Contains("needs 12"));
            Assert.That(() => writer.Write(new Raster<ushort>(1, 2, 2)), Throws.ArgumentException.With.Message.Contains("1 channels"));
        });
    }

    private void Refused(RasterProfile profile, RasterWriteOptions options, string message) =>
        Assert.That(() => RasterWriter.Create(_folder["a.tif"], profile, options), Throws.ArgumentException.With.Message.Contains(message));
}
