using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class CogTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(13, SampleType.UInt16, RasterCompression.Deflate)]
    [TestCase(13, SampleType.Int16, RasterCompression.Zstd)]
    [TestCase(1, SampleType.Float32, RasterCompression.Zstd)]
    [TestCase(1, SampleType.UInt8, RasterCompression.None)]
    public void A_cog_breaks_no_rule(int bands, SampleType type, RasterCompression compression)
    {
        Write("a.tif", bands, type, new RasterWriteOptions { Format = RasterFormat.Cog, Compression = compression, Overviews = true });
        Assert.That(CogRules.Broken(_folder["a.tif"]), Is.Empty);
        List<TiffDirectory> directories = TiffDirectory.ReadAll(new TiffBytes(File.ReadAllBytes(_folder["a.tif"])));
        Assert.Multiple(() =>
        {
            Assert.That(directories.Select(d => d.Tile), Is.All.EqualTo((512, 512)));
            Assert.That(directories.Select(d => (d.Width, d.Height)), Is.EqualTo(new[] { (1100, 700), (550, 350), (275, 175) }));
        });
    }

    [Test]
    public void A_mask_with_colors_breaks_no_rule()
    {
        var options = new RasterWriteOptions
        {
            Format = RasterFormat.Cog, Overviews = true, ColorTable = [new(0, 1, 2, 3), new(1, 4, 5, 6)], OverviewResampling = OverviewResampling.Nearest,
        };
        Write("m.tif", 1, SampleType.UInt8, options);
        Assert.That(CogRules.Broken(_folder["m.tif"]), Is.Empty);
    }

    [Test]
    public void The_rules_see_a_plain_file_a_damaged_tile_and_a_later_edit()
    {
        Write("plain.tif", 2, SampleType.UInt16, new RasterWriteOptions { Overviews = true });
        Write("damaged.tif", 2, SampleType.UInt16, new RasterWriteOptions { Format = RasterFormat.Cog, Overviews = true });
        byte[] bytes = File.ReadAllBytes(_folder["damaged.tif"]);
        bytes[TiffDirectory.ReadAll(new TiffBytes(bytes))[1].FirstTile - 4]++;
        File.WriteAllBytes(_folder["damaged.tif"], bytes);
        Programs.Run("gdal_translate", $"-q -of COG -co OVERVIEWS=NONE -co COMPRESS=NONE {_folder["plain.tif"]} {_folder["bare.tif"]}");
        // Old versions of GDAL take the configuration option, new ones the open option.
        Programs.Run("gdaladdo", $"-q --config IGNORE_COG_LAYOUT_BREAK YES -oo IGNORE_COG_LAYOUT_BREAK=YES {_folder["bare.tif"]} 2");
        Assert.Multiple(() =>
        {
            Assert.That(CogRules.Broken(_folder["plain.tif"]), Has.Some.Contains("structural metadata").And.Some.Contains("behind the first tile"));
            Assert.That(CogRules.Broken(_folder["damaged.tif"]), Is.EqualTo(new[] { Match(_folder["damaged.tif"]) }));
            Assert.That(CogRules.Broken(_folder["bare.tif"]), Has.Some.Contains("KNOWN_INCOMPATIBLE_EDITION").And.Some.Contains("not half as large").Or.Some.Contains("behind the first tile"));
        });

        static string Match(string path) =>
            $"directory 1: the four bytes before the tile at {TiffDirectory.ReadAll(new TiffBytes(File.ReadAllBytes(path)))[1].FirstTile} do not tell its size";
    }

    private void Write(string name, int bands, SampleType type, RasterWriteOptions options)
    {
        RasterProfile profile = Profiles.Plain(1100, 700, bands, type) with { Crs = "EPSG:32631", Transform = [300000, 10, 0, 5000000, 0, -10] };
        Raster<ushort> samples = Profiles.Random(bands, 700, 1100, 4);
        // Small numbers fit every type.
        for (int i = 0; i < samples.Data.Length; i++)
        {
            samples.Data[i] &= 0x7F;
        }

        Profiles.WriteNew(_folder[name], profile, samples, options);
    }
}
