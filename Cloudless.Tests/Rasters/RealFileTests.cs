using System.Text.Json;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class RealFileTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_georeferenced_image_keeps_profile_and_samples_exactly(
        [Values("ROIs1970_fall_139_p839", "ROIs2017_winter_112_p797")] string id,
        [Values("s2_cloudy", "s1")] string kind,
        [Values] RasterFormat format)
    {
        string source = TestData.Require("sen12mscr_georeferenced", $"{id}_{kind}.tif");
        string copy = _folder["copy.tif"];
        using RasterReader original = RasterReader.Open(source);
        Profiles.WriteNew(copy, original.Profile, original.Read<float>(), new RasterWriteOptions { Format = format });
        using RasterReader written = RasterReader.Open(copy);
        Assert.Multiple(() =>
        {
            Assert.That(written.Profile.Crs, Is.EqualTo(original.Profile.Crs).And.Not.Null);
            Assert.That(written.Profile.Transform, Is.EqualTo(original.Profile.Transform).And.Not.Null);
            Assert.That(written.Profile with { Tags = original.Profile.Tags, Transform = null, BandNames = [] , BandScales = [], BandOffsets = []},
                Is.EqualTo(original.Profile with { Transform = null, BandNames = [], BandScales = [], BandOffsets = [] }));
            Assert.That(written.Profile.BandNames, Is.EqualTo(original.Profile.BandNames));
            Assert.That(written.Profile.Tags, Is.EquivalentTo(original.Profile.Tags));
            Assert.That(written.Read<float>().Data, Is.EqualTo(original.Read<float>().Data));
            Assert.That(RasterWarp.SharesGrid(written.Profile, original.Profile), Is.True);
        });
    }

    [Test]
    public void Gdalinfo_sees_the_same_place_type_and_bands_in_the_copy()
    {
        string source = TestData.Require("sen12mscr_georeferenced", "ROIs1970_fall_139_p839_s2_cloudy.tif");
        using (RasterReader original = RasterReader.Open(source))
        {
            Profiles.WriteNew(_folder["copy.tif"], original.Profile, original.Read<ushort>());
        }

        using JsonDocument before = JsonDocument.Parse(Programs.Run("gdalinfo", $"-json {source}"));
        using JsonDocument after = JsonDocument.Parse(Programs.Run("gdalinfo", $"-json {_folder["copy.tif"]}"));
        Assert.Multiple(() =>
        {
            foreach (string part in (string[])["size", "coordinateSystem", "geoTransform", "cornerCoordinates"])
            {
                Assert.That(after.RootElement.GetProperty(part).GetRawText(), Is.EqualTo(before.RootElement.GetProperty(part).GetRawText()), part);
            }

            string[] types = [.. after.RootElement.GetProperty("bands").EnumerateArray().Select(b => b.GetProperty("type").GetString()!)];
            Assert.That(types, Is.EqualTo(Enumerable.Repeat("UInt16", 13)));
        });
    }

    [Test]
    public void A_jpeg2000_band_opens_with_its_place()
    {
        using RasterReader reader = RasterReader.Open(TestData.Require("l1c_jp2_granule", "T31TDH_20150726T105026_B02.jp2"));
        Raster<ushort> band = reader.Read<ushort>();
        Assert.Multiple(() =>
        {
            Assert.That((reader.Profile.Width, reader.Profile.Height, reader.Profile.BandCount), Is.EqualTo((300, 300, 1)));
            Assert.That(reader.Profile.SampleType, Is.EqualTo(SampleType.UInt16));
            Assert.That(reader.Profile.Transform, Is.EqualTo(new double[] { 399960, 10, 0, 4693200, 0, -10 }));
            Assert.That(reader.Profile.Crs, Does.Contain("UTM zone 31N"));
            Assert.That(band.Data.Average(v => (double)v), Is.InRange(200, 5000));
        });
    }

    [Test]
    public void A_truncated_jpeg2000_band_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TestData.Require("l1c_jp2_granule", "T31TDH_20150726T105026_B02.jp2"));
        File.WriteAllBytes(_folder["cut.jp2"], whole[..(whole.Length / 2)]);
        Assert.That(
            () =>
            {
                using RasterReader reader = RasterReader.Open(_folder["cut.jp2"]);
                reader.Read<ushort>();
            },
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("cut.jp2"));
    }

    [Test]
    public void A_truncated_real_image_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TestData.Require("sen12mscr_georeferenced", "ROIs1970_fall_139_p839_s2_cloudy.tif"));
        File.WriteAllBytes(_folder["cut.tif"], whole[..(whole.Length * 3 / 4)]);
        Assert.That(
            () =>
            {
                using RasterReader reader = RasterReader.Open(_folder["cut.tif"]);
                reader.Read<ushort>();
            },
            Throws.TypeOf<UnsupportedProductException>().With.Message.Contains("cut.tif"));
    }

    [Test]
    public void Signed_16_bit_tiles_with_a_southern_zone_open()
    {
        using RasterReader reader = RasterReader.Open(TestData.Require("s1_s2_lulc_tiles", "38D_378R_2_3_S2L1C.tif"));
        Assert.Multiple(() =>
        {
            Assert.That(reader.Profile.SampleType, Is.EqualTo(SampleType.Int16));
            Assert.That(reader.Profile.Crs, Does.Contain("UTM zone 36S"));
            Assert.That(reader.Read<short>().Data.Select(v => (float)v), Is.EqualTo(reader.Read<float>().Data));
        });
    }

    [Test]
    public void Radar_and_optical_files_of_one_triplet_share_their_grid()
    {
        using RasterReader optical = RasterReader.Open(TestData.Require("sen12mscr_georeferenced", "ROIs1970_fall_139_p839_s2_cloudy.tif"));
        string radar = TestData.Require("sen12mscr_georeferenced", "ROIs1970_fall_139_p839_s1.tif");
        using RasterReader reader = RasterReader.Open(radar);
        Assert.Multiple(() =>
        {
            Assert.That(RasterWarp.SharesGrid(reader.Profile, optical.Profile), Is.True);
            Assert.That(RasterWarp.ToGrid(radar, optical.Profile).Data, Is.EqualTo(reader.Read<float>().Data));
        });
    }

    [Test]
    public void Radar_of_another_place_is_refused()
    {
        using RasterReader optical = RasterReader.Open(TestData.Require("sen12mscr_georeferenced", "ROIs2017_winter_112_p797_s2_cloudy.tif"));
        string radar = TestData.Require("sen12mscr_georeferenced", "ROIs1970_fall_139_p839_s1.tif");
        Assert.That(() => RasterWarp.ToGrid(radar, optical.Profile), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("does not overlap"));
    }
}
