using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class RasterWarpTests
{
    private const string Utm31 = "EPSG:32631", Utm32 = "EPSG:32632", Geographic = "EPSG:4326";

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void The_same_grid_is_read_as_it_is_with_nodata_as_NaN()
    {
        RasterProfile grid = Placed(3, 2, Utm31, 500_000, 5_000_000, 10) with { NoData = -99 };
        var db = new Raster<float>(1, 2, 3, [-10.123f, -99, float.NegativeInfinity, -20, float.NaN, 3]);
        Profiles.WriteNew(_folder["s1.tif"], grid, db);
        Raster<float> read = RasterWarp.ToGrid(_folder["s1.tif"], grid);
        Assert.That(read.Data, Is.EqualTo(new[] { -10.123f, float.NaN, float.NaN, -20, float.NaN, 3 }));
    }

    [Test]
    public void A_shift_by_half_a_pixel_averages_power_not_decibels()
    {
        RasterProfile source = Placed(4, 1, Utm31, 500_000, 5_000_000, 10);
        Profiles.WriteNew(_folder["s1.tif"], source, new Raster<float>(1, 1, 4, [-20, 0, 0, 0]));
        RasterProfile grid = Placed(2, 1, Utm31, 500_005, 5_000_000, 10);
        // Mean power of -20 dB and 0 dB: (0.01 + 1) / 2 = 0.505, that is -2.967 dB; the mean of the decibels would be -10.
        float expected = (float)(10 * Math.Log10(0.505));
        Assert.Multiple(() =>
        {
            Assert.That(RasterWarp.ToGrid(_folder["s1.tif"], grid).Data, Is.EqualTo(new[] { expected, 0 }).Within(1e-3));
            Assert.That(RasterWarp.ToGrid(_folder["s1.tif"], grid, interpolatePower: false).Data, Is.EqualTo(new[] { -10f, 0 }).Within(1e-3));
        });
    }

    [TestCase(Utm32)]
    [TestCase(Geographic)]
    public void A_smooth_field_survives_the_way_to_another_reference_system_and_back(string other)
    {
        // Near the border of zones 31 and 32, so that both are sound there.
        RasterProfile source = Placed(120, 100, Utm31, 730_000, 5_000_000, 10);
        Raster<float> field = Smooth(1, 100, 120);
        Profiles.WriteNew(_folder["a.tif"], source, field);
        RasterProfile away = Covering(other);
        Raster<float> there = RasterWarp.ToGrid(_folder["a.tif"], away, interpolatePower: false);
        Profiles.WriteNew(_folder["b.tif"], away, there);
        Raster<float> back = RasterWarp.ToGrid(_folder["b.tif"], source, interpolatePower: false);
        Window inner = new(5, 5, 110, 90);
        // The field has second derivatives of at most 0.01 per pixel^2: bilinear interpolation errs by at most 1/8 of the sum
        // over both axes each way, 0.005 in all. Slopes are at most 0.14 per pixel: 0.01 pixel of position each way gives 0.003,
        // and a tent of fractional width (the geographic pixels are smaller) has its center of mass up to 0.06 pixel off: 0.008.
        Assert.That(back.Crop(inner).Data, Is.EqualTo(field.Crop(inner).Data).Within(0.016));
    }

    [TestCase(10)]
    [TestCase(23)]
    public void The_result_is_that_of_gdalwarp(double pixel)
    {
        Profiles.WriteNew(_folder["a.tif"], Placed(120, 100, Utm31, 730_000, 5_000_000, 10), Smooth(1, 100, 120));
        RasterProfile grid = Placed(40, 36, Utm32, 258_120, 5_000_300, pixel);
        string edges = FormattableString.Invariant($"258120 {5_000_300 - (36 * pixel)} {258_120 + (40 * pixel)} 5000300");
        // gdalwarp takes its kernel's width from bounding boxes, which the 4 degrees between the zones blow up; here it is told.
        string scale = FormattableString.Invariant($"-wo XSCALE={10 / pixel} -wo YSCALE={10 / pixel}");
        Programs.Run("gdalwarp", $"-q {scale} -t_srs {Utm32} -te {edges} -ts 40 36 -r bilinear -et 0 -dstnodata nan {_folder["a.tif"]} {_folder["judge.tif"]}");
        using RasterReader judge = RasterReader.Open(_folder["judge.tif"]);
        float[] expected = judge.Read<float>().Data;
        float[] found = RasterWarp.ToGrid(_folder["a.tif"], grid, interpolatePower: false).Data;
        double[] differences = [.. expected.Zip(found, (e, f) => Math.Abs((double)e - f)).Where(double.IsFinite)];
        Assert.Multiple(() =>
        {
            Assert.That(differences, Has.Length.GreaterThan(700));
            // 0.01 pixel of position times a slope of 0.14.
            Assert.That(differences.Max(), Is.LessThan(0.0015));
            // Edge pixels alone may have data in one and not in the other.
            Assert.That(expected.Zip(found).Count(p => float.IsNaN(p.First) != float.IsNaN(p.Second)), Is.LessThan(10));
        });
    }

    [Test]
    public void A_window_of_the_grid_equals_the_whole_grid_cut()
    {
        RasterProfile source = Placed(150, 150, Utm32, 264_000, 4_998_000, 12);
        Profiles.WriteNew(_folder["s1.tif"], source, Smooth(1, 150, 150));
        RasterProfile grid = Placed(90, 80, Utm31, 736_000, 4_997_500, 10);
        Raster<float> whole = RasterWarp.ToGrid(_folder["s1.tif"], grid);
        Assert.That(whole.Data.Count(float.IsFinite), Is.GreaterThan(whole.Data.Length / 2));
        foreach (Window window in (Window[])[new(0, 0, 90, 80), new(13, 40, 31, 17), new(89, 79, 1, 1)])
        {
            Assert.That(RasterWarp.ToGrid(_folder["s1.tif"], grid, window).Data, Is.EqualTo(whole.Crop(window).Data));
        }
    }

    [Test]
    public void Positions_between_the_exact_ones_are_right_to_a_thousandth_of_a_pixel_in_a_granule()
    {
        // The farthest corner from its zone's middle, seen from the neighboring zone: where the projections bend most.
        Profiles.WriteNew(_folder["s1.tif"], Placed(4, 4, Utm32, 200_000, 5_000_000, 10), Smooth(1, 4, 4));
        RasterProfile grid = Placed(10_980, 10_980, Utm31, 799_980, 5_100_000, 10);
        using RasterReader source = RasterReader.Open(_folder["s1.tif"]);
        using GdalScope scope = GdalScope.Enter();
        using var way = new GridTransformer(source, grid, scope);
        double[] x = new double[300], y = new double[300], exactX = new double[300], exactY = new double[300];
        foreach (int row in (int[])[16, 5_489, 10_971])
        {
            way.RowToSource(row, 10_600, x, y);
            for (int i = 0; i < x.Length; i++)
            {
                (exactX[i], exactY[i]) = (10_600 + i + 0.5, row + 0.5);
            }

            way.ToSource(exactX, exactY);
            Assert.Multiple(() =>
            {
                Assert.That(x, Is.EqualTo(exactX).Within(0.001));
                Assert.That(y, Is.EqualTo(exactY).Within(0.001));
                Assert.That(x, Is.Not.EqualTo(exactX), "some positions are interpolated");
            });
        }
    }

    [Test]
    public void A_warp_has_the_same_bits_on_one_thread_and_on_three()
    {
        Profiles.WriteNew(_folder["s1.tif"], Placed(150, 150, Utm32, 264_000, 4_998_000, 12), Smooth(1, 150, 150));
        RasterProfile grid = Placed(90, 140, Utm31, 736_000, 4_997_500, 10);
        using RasterReader source = RasterReader.Open(_folder["s1.tif"]);
        float[] alone = RasterWarp.ToGrid(source, grid, null, interpolatePower: true, threads: 1).Data;
        float[] shared = RasterWarp.ToGrid(source, grid, null, interpolatePower: true, threads: 3).Data;
        Assert.That(alone.Count(float.IsFinite), Is.GreaterThan(alone.Length / 2));
        Assert.That(shared, Is.EqualTo(alone));
    }

    [Test]
    public void Gaps_stay_gaps_and_do_not_bleed_into_their_neighbors()
    {
        RasterProfile source = Placed(6, 6, Utm31, 500_000, 5_000_000, 10) with { NoData = -9999 };
        var data = new Raster<float>(1, 6, 6);
        Array.Fill(data.Data, -12f);
        data[0, 2, 2] = -9999;
        Profiles.WriteNew(_folder["s1.tif"], source, data);
        Raster<float> shifted = RasterWarp.ToGrid(_folder["s1.tif"], Placed(6, 6, Utm31, 500_003, 5_000_000, 10));
        Assert.Multiple(() =>
        {
            Assert.That(shifted[0, 2, 2], Is.NaN);
            Assert.That(shifted[0, 2, 1], Is.EqualTo(-12f).Within(1e-4));
            Assert.That(shifted.Data.Count(float.IsNaN), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_coarser_grid_averages_the_pixels_it_covers()
    {
        // A checkerboard: interpolation between the nearest four would alias, the widened kernel gives the mean.
        var board = new Raster<float>(1, 80, 80);
        for (int i = 0; i < board.Data.Length; i++)
        {
            board.Data[i] = (i + (i / 80)) % 2;
        }

        Profiles.WriteNew(_folder["fine.tif"], Placed(80, 80, Utm31, 500_000, 5_000_000, 10), board);
        Raster<float> coarse = RasterWarp.ToGrid(
            _folder["fine.tif"], Placed(10, 10, Utm31, 500_000, 5_000_000, 80), interpolatePower: false);
        Assert.That(coarse.Data, Is.All.EqualTo(0.5).Within(0.02));
    }

    [Test]
    public void Outside_of_the_source_there_is_no_data()
    {
        Profiles.WriteNew(_folder["s1.tif"], Placed(10, 10, Utm31, 500_000, 5_000_000, 10), Smooth(1, 10, 10));
        RasterProfile grid = Placed(10, 10, Utm31, 500_050, 5_000_000, 10);
        Raster<float> part = RasterWarp.ToGrid(_folder["s1.tif"], grid);
        for (int column = 0; column < 10; column++)
        {
            Assert.That(float.IsNaN(part[0, 4, column]), Is.EqualTo(column >= 5), $"column {column}");
        }

        Assert.That(RasterWarp.ToGrid(_folder["s1.tif"], grid, new Window(6, 0, 4, 10)).Data, Is.All.NaN);
    }

    [Test]
    public void Files_of_different_places_are_refused_with_both_extents()
    {
        Profiles.WriteNew(_folder["s1.tif"], Placed(10, 10, Utm31, 500_000, 5_000_000, 10), Smooth(1, 10, 10));
        RasterProfile grid = Placed(10, 10, Utm31, 600_000, 5_000_000, 10);
        Assert.That(
            () => RasterWarp.ToGrid(_folder["s1.tif"], grid),
            Throws.TypeOf<RasterMismatchException>().With.Message.Contains("s1.tif")
                .And.Message.Contains("500000 to 500100").And.Message.Contains("600000 to 600100"));
    }

    [Test]
    public void Without_georeference_the_same_size_is_the_same_grid_and_another_size_is_refused()
    {
        Raster<float> field = Smooth(1, 10, 12);
        Profiles.WriteNew(_folder["s1.tif"], Profiles.Plain(12, 10, 1, SampleType.Float32), field);
        Assert.Multiple(() =>
        {
            Assert.That(RasterWarp.ToGrid(_folder["s1.tif"], Profiles.Plain(12, 10, 13, SampleType.UInt16)).Data, Is.EqualTo(field.Data));
            Assert.That(
                () => RasterWarp.ToGrid(_folder["s1.tif"], Profiles.Plain(11, 10, 13, SampleType.UInt16)),
                Throws.TypeOf<RasterMismatchException>().With.Message.Contains("12 x 10").And.Message.Contains("11 x 10"));
        });
    }

    [Test]
    public void Grids_differ_by_size_place_or_reference_system()
    {
        RasterProfile grid = Placed(30, 20, Utm31, 500_000, 5_000_000, 10);
        Assert.Multiple(() =>
        {
            Assert.That(RasterWarp.SharesGrid(grid, grid with { BandCount = 7 }), Is.True);
            Assert.That(RasterWarp.SharesGrid(grid, Placed(30, 20, Utm31, 500_000.01, 5_000_000, 10)), Is.True);
            Assert.That(RasterWarp.SharesGrid(grid, Placed(30, 20, Utm31, 500_001, 5_000_000, 10)), Is.False);
            Assert.That(RasterWarp.SharesGrid(grid, Placed(30, 20, Utm32, 500_000, 5_000_000, 10)), Is.False);
            Assert.That(RasterWarp.SharesGrid(grid, grid with { Width = 31 }), Is.False);
        });
    }

    private static RasterProfile Placed(int width, int height, string crs, double left, double top, double pixel) =>
        Profiles.Plain(width, height, 1, SampleType.Float32) with
        {
            Crs = crs, Transform = [left, pixel, 0, top, 0, -pixel],
        };

    private static RasterProfile Covering(string crs) => crs == Utm32
        ? Placed(145, 120, crs, 257_900, 5_000_500, 10)
        : Placed(212, 132, crs, 5.923, 45.1165, 0.8e-4);

    private static Raster<float> Smooth(int channels, int height, int width)
    {
        var field = new Raster<float>(channels, height, width);
        for (int c = 0; c < channels; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    field[c, y, x] = (float)(-12 + c + Math.Sin(x / 10.0) + Math.Cos(y / 10.0));
                }
            }
        }

        return field;
    }
}
