using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Fusion;

[TestFixture]
public class SarSourceTests
{
    private const string Utm31 = "EPSG:32631", Utm32 = "EPSG:32632";

    // The optical image of all tests: 60 x 50 pixels near the border of two zones.
    private static readonly RasterProfile Grid = Placed(60, 50, 13, Utm31, 730_000, 5_000_000, 10);

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void One_file_two_files_and_a_folder_give_the_same()
    {
        Raster<float> sar = Backscatter(70, 60);
        RasterProfile place = Placed(70, 60, 2, Utm31, 729_953, 5_000_047, 10);
        Write("both.tif", place, sar);
        Directory.CreateDirectory(_folder["rtc"]);
        Write("rtc/S1A_2018_VV.tif", place with { BandCount = 1 }, sar, 0);
        Write("rtc/S1A_2018_VH.tif", place with { BandCount = 1 }, sar, 1);
        Write("rtc/S1A_2018_angle.tif", place with { BandCount = 1 }, sar, 1);
        float[] one = Read(_folder["both.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(one, Has.None.NaN);
            Assert.That(Read(_folder["rtc/S1A_2018_VV.tif"], _folder["rtc/S1A_2018_VH.tif"]), Is.EqualTo(one));
            Assert.That(Read(_folder["rtc/S1A_2018_VH.tif"], _folder["rtc/S1A_2018_VV.tif"]), Is.EqualTo(one));
            Assert.That(Read(_folder["rtc"]), Is.EqualTo(one));
        });
    }

    [Test]
    public void Band_names_tell_polarizations_in_any_order_among_other_bands()
    {
        Raster<float> sar = Backscatter(60, 50), three = new(3, 50, 60);
        sar.Channel(1).CopyTo(three.Channel(0));
        three.Channel(1).Fill(39);
        sar.Channel(0).CopyTo(three.Channel(2));
        Write("named.tif", Grid with { BandCount = 3, BandNames = ["Sigma0_VH_db", "localIncidenceAngle", "Sigma0_VV_db"] }, three);
        Write("plain.tif", Grid with { BandCount = 2 }, sar);
        Assert.That(Read(_folder["named.tif"]), Is.EqualTo(Read(_folder["plain.tif"])));
    }

    [Test]
    public void Two_files_of_silent_names_are_taken_in_order_and_that_is_said()
    {
        Raster<float> sar = Backscatter(60, 50);
        Write("a.tif", Grid with { BandCount = 1 }, sar, 0);
        Write("b.tif", Grid with { BandCount = 1 }, sar, 1);
        SarSource source = SarSource.Open([_folder["a.tif"], _folder["b.tif"]], Grid);
        Assert.Multiple(() =>
        {
            Assert.That(source.Notes, Has.One.Contains("a.tif' was taken as VV"));
            Assert.That(Read(_folder["a.tif"], _folder["b.tif"]), Is.EqualTo(sar.Data));
        });
    }

    [TestCase(SarScale.Decibel)]
    [TestCase(SarScale.Linear)]
    public void Between_pixels_the_mean_is_that_of_power_in_either_unit(SarScale unit)
    {
        // VV alternates between -20 and -10 dB, VH between -30 and -10: halfway lies the mean power.
        var sar = new Raster<float>(2, 50, 61);
        for (int i = 0; i < sar.Data.Length; i++)
        {
            float db = i % sar.PlaneLength % 61 % 2 == 0 ? (i < sar.PlaneLength ? -20 : -30) : -10;
            sar.Data[i] = unit == SarScale.Decibel ? db : MathF.Pow(10, db / 10);
        }

        Write("s1.tif", Placed(61, 50, 2, Utm31, 729_995, 5_000_000, 10), sar);
        SarSource source = SarSource.Open([_folder["s1.tif"]], Grid);
        float[] read = Read(_folder["s1.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That((source.Scale, source.Detected), Is.EqualTo((unit, true)));
            Assert.That(read[..3000], Is.All.EqualTo(10 * Math.Log10((0.01 + 0.1) / 2)).Within(1e-3));
            Assert.That(read[3000..], Is.All.EqualTo(10 * Math.Log10((0.001 + 0.1) / 2)).Within(1e-3));
        });
    }

    [Test]
    public void Windows_of_another_zone_have_the_bits_of_the_whole()
    {
        Write("s1.tif", Placed(150, 150, 2, Utm32, 258_000, 5_000_700, 12), Backscatter(150, 150));
        SarSource source = SarSource.Open([_folder["s1.tif"]], Grid);
        using SarReader reader = source.OpenReader();
        var whole = new Raster<float>(2, 50, 60);
        reader.ReadDecibel(new Window(0, 0, 60, 50), whole.Data);
        Assert.That(whole.Data.Count(float.IsFinite), Is.GreaterThan(4000));
        foreach (Window window in (Window[])[new(0, 17, 60, 9), new(33, 0, 27, 50), new(59, 49, 1, 1)])
        {
            float[] part = new float[2 * window.Width * window.Height];
            using SarReader other = source.OpenReader();
            other.ReadDecibel(window, part);
            Assert.That(part, Is.EqualTo(whole.Crop(window).Data), $"{window}");
        }
    }

    [TestCase(float.NaN)]
    [TestCase(float.NegativeInfinity)]
    [TestCase(0f)]
    [TestCase(-9999f)]
    [TestCase(-57f)]
    public void Border_values_are_no_data_and_do_not_bleed(float border)
    {
        Raster<float> sar = Backscatter(80, 70);
        for (int c = 0; c < 2; c++)
        {
            for (int y = 0; y < 70; y++)
            {
                sar.Channel(c).Slice(y * 80, 20).Fill(border);
            }
        }

        // A quarter of a pixel off, so that everything is interpolated; the border ends at column 20 - 5.25.
        Write("s1.tif", Placed(80, 70, 2, Utm31, 729_947.5, 5_000_052.5, 10), sar);
        float[] read = Read(_folder["s1.tif"]);
        Assert.Multiple(() =>
        {
            for (int x = 0; x < 60; x++)
            {
                Assert.That(float.IsNaN(read[(25 * 60) + x]), Is.EqualTo(x < 15), $"column {x}");
                Assert.That(x < 15 || read[(25 * 60) + x] is > -17 and < -8, $"column {x}: {read[(25 * 60) + x]}");
            }
        });
    }

    [Test]
    public void In_dB_a_zero_of_one_band_is_a_bright_target()
    {
        Raster<float> sar = Backscatter(60, 50);
        sar[0, 3, 4] = 0;
        Write("s1.tif", Grid with { BandCount = 2 }, sar);
        Assert.That(Read(_folder["s1.tif"])[(3 * 60) + 4], Is.Zero);
    }

    [Test]
    public void What_is_missing_is_told_in_percent_of_all_and_of_the_repainted_pixels()
    {
        Raster<float> sar = Backscatter(30, 50);
        Write("half.tif", Placed(30, 50, 2, Utm31, 730_000, 5_000_000, 10), sar);
        SarSource source = SarSource.Open([_folder["half.tif"]], Grid);
        float[] read = Read(_folder["half.tif"]), weight = new float[3000];
        Array.Fill(weight, 1f, 0, 40);
        var tally = new SarTally();
        tally.Add(read, weight);
        SarReport report = tally.ToReport(source, [-11, -18]);
        Assert.Multiple(() =>
        {
            Assert.That(report.FilledPercent, Is.EqualTo(50));
            Assert.That(report.RepaintedWithoutPercent, Is.EqualTo(25), "10 of the first 40 pixels of the first row");
            Assert.That(report.Summary, Does.Contain("50 % without data (25 % of the repainted pixels)"));
            Assert.That(report.Minimum, Is.EqualTo(sar.Data.Min()).Within(1e-5));
        });
    }

    [Test]
    public void A_corner_between_the_samples_is_found()
    {
        // A granule-sized grid of which a 40 x 40 corner piece has SAR, away from the 64 sampled windows.
        RasterProfile granule = Placed(3_000, 3_000, 13, Utm31, 700_000, 5_000_000, 10);
        Write("piece.tif", Placed(40, 40, 2, Utm31, 702_000, 4_998_000, 10), Backscatter(40, 40));
        Assert.That(SarSource.Open([_folder["piece.tif"]], granule).Scale, Is.EqualTo(SarScale.Decibel));
    }

    [TestCase("S1A_IW_GRDH_1SDV_20180101T000000_20180101T000025_019965_022000_ABCD.SAFE", true)]
    [TestCase("S1B_IW_SLC__1SDV_20180101T000000_20180101T000025_019965_022000_ABCD.zip", false)]
    [TestCase("s1a-iw-grd-vv-20180101t000000-20180101t000025-019965-022000-001.tiff", false)]
    public void Raw_products_are_refused_with_the_missing_steps(string name, bool folder)
    {
        string path = _folder[name];
        if (folder)
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            File.WriteAllText(path, "not looked into");
        }

        Assert.That(() => SarSource.Open([path], Grid), Throws.TypeOf<UnsupportedProductException>()
            .With.Message.Contains("orbit file").And.Message.Contains("thermal noise").And.Message.Contains("calibrate").And.Message.Contains("terrain"));
    }

    [TestCase("S1A_IW_GRDH_1SDV_20170613T165043_33UUP_87_48", "S1A_IW_GRDH_1SDV_20170613T165043_33UUP_87_48_VV.tif", "S1A_IW_GRDH_1SDV_20170613T165043_33UUP_87_48_VH.tif")]
    [TestCase("out", "S1A_IW_GRDH_1SDV_20180101T000000_20180101T000025_019965_022000_ABCD_Cal_TC_VV.tif", "S1A_IW_GRDH_1SDV_20180101T000000_20180101T000025_019965_022000_ABCD_Cal_TC_VH.tif")]
    public void What_was_made_of_a_raw_product_may_keep_its_name(string folder, string vv, string vh)
    {
        Raster<float> sar = Backscatter(60, 50);
        Directory.CreateDirectory(_folder[folder]);
        Write(Path.Combine(folder, vv), Grid with { BandCount = 1 }, sar, 0);
        Write(Path.Combine(folder, vh), Grid with { BandCount = 1 }, sar, 1);
        SarSource whole = SarSource.Open([_folder[folder]], Grid), files = SarSource.Open([_folder[Path.Combine(folder, vh)], _folder[Path.Combine(folder, vv)]], Grid);
        Assert.Multiple(() =>
        {
            Assert.That(whole.Files.Select(Path.GetFileName), Is.EqualTo(new[] { vv, vh }));
            Assert.That(files.Files.Select(Path.GetFileName), Is.EqualTo(new[] { vv, vh }));
        });
    }

    [Test]
    public void An_image_in_the_radars_geometry_is_refused()
    {
        Write("plain.tif", Profiles.Plain(60, 50, 2, SampleType.UInt16), Backscatter(60, 50));
        Programs.Run("gdal_translate", $"-q -a_srs EPSG:4326 -gcp 0 0 5 45 -gcp 60 0 6 45 -gcp 0 50 5 44 -gcp 60 50 6 44 {_folder["plain.tif"]} {_folder["grd.tif"]}");
        Assert.That(() => SarSource.Open([_folder["grd.tif"]], Grid), Throws.TypeOf<UnsupportedProductException>()
            .With.Message.Contains("ground control points").And.Message.Contains("not calibrated").And.Message.Contains("terrain"));
    }

    [Test]
    public void Files_without_both_polarizations_are_refused_with_what_was_found()
    {
        Raster<float> sar = Backscatter(60, 50);
        Write("one.tif", Grid with { BandCount = 1 }, sar, 0);
        Write("hh.tif", Grid with { BandCount = 2, BandNames = ["HH", "HV"] }, sar);
        Write("x_vv.tif", Grid with { BandCount = 1 }, sar, 0);
        Write("y_vv.tif", Grid with { BandCount = 1 }, sar, 0);
        Directory.CreateDirectory(_folder["empty"]);
        Assert.Multiple(() =>
        {
            Refused([_folder["one.tif"]], "has 1 band;");
            Refused([_folder["hh.tif"]], "2 bands (HH, HV)");
            Refused([_folder["x_vv.tif"], _folder["y_vv.tif"]], "are both VV");
            Refused([_folder["empty"]], "holds 0 TIFF files");
            Refused([_folder["one.tif"], _folder["hh.tif"], _folder["x_vv.tif"]], "Found 3 SAR files");
        });

        void Refused(string[] paths, string found) =>
            Assert.That(() => SarSource.Open(paths, Grid), Throws.TypeOf<BandMissingException>().With.Message.Contains(found));
    }

    [Test]
    public void Real_backscatter_is_read_as_it_is()
    {
        string folder = TestData.Require("sen12mscr_georeferenced");
        string s1 = Directory.GetFiles(folder, "*fall*s1*.tif").Single(), s2 = Directory.GetFiles(folder, "*fall*s2_cloudy*.tif").Single();
        using RasterReader optical = RasterReader.Open(s2), radar = RasterReader.Open(s1);
        float[] read = new float[2 * 256 * 256];
        SarSource source = SarSource.Open([s1], optical.Profile);
        using SarReader reader = source.OpenReader();
        reader.ReadDecibel(new Window(0, 0, 256, 256), read);
        Assert.That(source.Scale, Is.EqualTo(SarScale.Decibel));
        Assert.That(read, Is.EqualTo(radar.Read<float>().Data));
    }

    private float[] Read(params string[] paths)
    {
        float[] decibel = new float[2 * Grid.Width * Grid.Height];
        using SarReader reader = SarSource.Open(paths, Grid).OpenReader();
        reader.ReadDecibel(new Window(0, 0, Grid.Width, Grid.Height), decibel);
        return decibel;
    }

    private void Write(string name, RasterProfile profile, Raster<float> sar, int band = -1)
    {
        Raster<float> part = band < 0 ? sar : new Raster<float>(1, sar.Height, sar.Width, [.. sar.Channel(band)]);
        Profiles.WriteNew(_folder[name], profile, part);
    }

    private static RasterProfile Placed(int width, int height, int bands, string crs, double left, double top, double pixel) =>
        Profiles.Plain(width, height, bands, SampleType.Float32) with { Crs = crs, Transform = [left, pixel, 0, top, 0, -pixel] };

    // -16 .. -9 dB in VV and 7 dB less in VH.
    private static Raster<float> Backscatter(int width, int height)
    {
        var sar = new Raster<float>(2, height, width);
        for (int i = 0; i < sar.Data.Length; i++)
        {
            (int y, int x) = Math.DivRem(i % sar.PlaneLength, width);
            sar.Data[i] = (float)((i < sar.PlaneLength ? -12.5 : -19.5) + (2 * Math.Sin(x / 9.0)) + (1.5 * Math.Cos(y / 7.0)));
        }

        return sar;
    }
}
