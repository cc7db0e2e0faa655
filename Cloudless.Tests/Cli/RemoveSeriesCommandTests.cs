using System.IO.Compression;
using System.Text.Json;
using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Rasters;
using Cloudless.Tests.Networks;
using Cloudless.Tests.Rasters.Products;
using Cloudless.Tests.Temporal.Scenes;

namespace Cloudless.Tests.Cli;

internal sealed class RemoveSeriesCommandTests
{
    private TemporaryFolder _folder = null!;

    private string Out => _folder["out"];

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Every_day_keeps_its_clear_pixels_bit_for_bit_and_gets_the_ground_of_other_days_under_its_clouds()
    {
        int[] clouds = [0, 24, 0, 64];
        JsonElement receipt = Run(SmallScenes.Write(_folder, clouds), "--json").Succeeded().Json();
        long[] repainted = [.. receipt.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("repaintedPixels").GetInt64())];
        Assert.That(repainted, Is.EqualTo(new long[] { 0, repainted[1], 0, 64 * 64 }));
        Assert.That(repainted[1], Is.InRange(24 * 64, 40 * 64), "the cloud, and some columns around it");
        for (int n = 0; n < clouds.Length; n++)
        {
            Raster<ushort> before = SyntheticFiles.Read<ushort>(_folder[$"s2_{SmallScenes.Name(n)}.tif"]), after = SyntheticFiles.Read<ushort>(Path.Combine(Out, $"{SmallScenes.Name(n)}.tif"));
            Assert.That(Columns(after, 40), Is.EqualTo(Columns(n == 3 ? after : before, 40)), "clear pixels");
            if (n == 1)
            {
                // The ground is the same but for its level, so the fill is the day's own; the line of levels is drawn to 1 by its prior: 12 DN of about 1000.
                Assert.That(Error(after, n), Is.LessThan(12));
            }

            if (n == 3)
            {
                // Nothing of this day is seen, so it has the level of the nearest that is: the ground of the day before.
                Assert.That(Error(after, 2), Is.LessThan(1));
            }
        }
    }

    [Test]
    public void Outputs_have_type_nodata_offset_tags_and_place_of_their_scene_and_the_folder_holds_nothing_else()
    {
        string pattern = SmallScenes.Write(_folder, 24, 0);
        RasterProfile profile = SmallScenes.Profile with { SampleType = SampleType.Int16, NoData = -1, Tags = new Dictionary<string, string> { ["KEPT"] = "yes" }, BandNames = [.. Sentinel2Band.All.Select(b => b.Id)] };
        SmallScenes.Write(_folder[$"s2_{SmallScenes.Name(2)}.tif"], 2, 30, profile, offset: 1000);
        CliRun run = Run(pattern, "--target", SmallScenes.Name(2), "--radiometry", "harmonized", "--cog").Succeeded();
        using RasterReader reader = RasterReader.Open(Path.Combine(Out, $"{SmallScenes.Name(2)}.tif"));
        Assert.Multiple(() =>
        {
            Assert.That((reader.Profile.SampleType, reader.Profile.NoData, reader.Profile.Transform), Is.EqualTo((SampleType.Int16, (double?)-1, profile.Transform)));
            Assert.That(reader.Profile.BandNames, Is.EqualTo(profile.BandNames));
            Assert.That(reader.Profile.Tags["KEPT"], Is.EqualTo("yes"));
            Assert.That(reader.Profile.Tags["CLOUDLESS_METHOD"], Is.EqualTo("mosaic"));
            Assert.That(reader.Profile.BandOffsets, Is.All.EqualTo(-0.1), "reflectance = stored * 0.0001 - 0.1");
            Assert.That(Files(), Is.EqualTo(new[] { $"{SmallScenes.Name(2)}.png", $"{SmallScenes.Name(2)}.tif", "clear-dates.tif", "receipt.json", "series.html" }));
            Assert.That(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(4), "a line for each file but the receipt");
            Assert.That(run.Error, Does.Contain("by its file name"));
        });
    }

    [Test]
    public void Clear_dates_tells_on_how_many_dates_each_pixel_is_clear()
    {
        Run(SmallScenes.Write(_folder, 0, 24, 64)).Succeeded();
        Raster<ushort> clear = SyntheticFiles.Read<ushort>(Path.Combine(Out, "clear-dates.tif"));
        Assert.That((clear[0, 5, 5], clear[0, 5, 60]), Is.EqualTo(((ushort)1, (ushort)2)));
    }

    [Test]
    public void Scenes_with_and_without_B10_go_together()
    {
        SmallScenes.Write(_folder, 0, 24);
        SmallScenes.Write(_folder[$"s2_{SmallScenes.Name(2)}.tif"], 2, 30, SmallScenes.Profile with { BandCount = 12, BandNames = [.. Sentinel2Band.All.Where(b => b.Id != "B10").Select(b => b.Id)] });
        Run(_folder["s2_*.tif"]).Succeeded();
        using RasterReader reader = RasterReader.Open(Path.Combine(Out, $"{SmallScenes.Name(2)}.tif"));
        Raster<ushort> image = reader.Read<ushort>();
        Assert.That(image.Channels, Is.EqualTo(12));
        Assert.That((double)image[11, 8, 8], Is.EqualTo(SmallScenes.Ground(2, 12, 8, 8)).Within(20), "the last band is B12");
    }

    [Test]
    public void The_same_files_come_of_any_number_of_threads()
    {
        string pattern = SmallScenes.Write(_folder, 0, 24, 10, 64);
        Run(pattern, "--threads", "1").Succeeded();
        Dictionary<string, byte[]> first = Directory.EnumerateFiles(Out, "*.tif").ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);
        Run(pattern, "--threads", "3", "--overwrite").Succeeded();
        Assert.That(first, Has.Count.EqualTo(5));
        Assert.That(Directory.EnumerateFiles(Out, "*.tif").ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes), Is.EqualTo(first));
    }

    [TestCase("mosaic-mean")]
    [TestCase("least-cloudy")]
    public void Other_methods_fill_what_is_covered(string method)
    {
        Run(SmallScenes.Write(_folder, 0, 24, 30), "--method", method, "--target", SmallScenes.Name(1)).Succeeded();
        Assert.That(Error(SyntheticFiles.Read<ushort>(Path.Combine(Out, $"{SmallScenes.Name(1)}.tif")), 1), Is.InRange(1, 60), "another day's ground at its own level: 3 % of 600 to 1700 DN away");
    }

    [Test]
    public void Least_cloudy_alone_gives_the_least_cloudy_date_as_it_is()
    {
        Run(SmallScenes.Write(_folder, 30, 10, 24), "--method", "least-cloudy").Succeeded();
        Assert.That(Files().Where(f => f.EndsWith(".tif", StringComparison.Ordinal)), Is.EqualTo(new[] { $"{SmallScenes.Name(1)}.tif", "clear-dates.tif" }));
        Assert.That(SyntheticFiles.Read<ushort>(Path.Combine(Out, $"{SmallScenes.Name(1)}.tif")).Data, Is.EqualTo(SyntheticFiles.Read<ushort>(_folder[$"s2_{SmallScenes.Name(1)}.tif"]).Data));
    }

    [Test]
    public void Without_the_composite_every_pixel_is_the_methods()
    {
        JsonElement receipt = Run(SmallScenes.Write(_folder, 0, 24), "--method", "mosaic-mean", "--composite", "off", "--json").Succeeded().Json();
        Assert.That(receipt.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("repaintedPixels").GetInt64()), Is.All.EqualTo(64 * 64));
    }

    [Test]
    public void A_part_of_the_scenes_is_worked_on_alone()
    {
        Run(SmallScenes.Write(_folder, 0, 24), "--bounds", "500160,3999600,500560,3999900").Succeeded();
        using RasterReader reader = RasterReader.Open(Path.Combine(Out, $"{SmallScenes.Name(0)}.tif"));
        Assert.That((reader.Profile.Width, reader.Profile.Height, reader.Profile.Transform![0], reader.Profile.Transform[3]), Is.EqualTo((40, 30, 500160.0, 3999900.0)));
        Assert.That((double)reader.Read<ushort>()[3, 0, 0], Is.EqualTo(SmallScenes.Ground(0, 3, 10, 16)));
    }

    [Test]
    public void A_mask_for_each_day_may_come_from_files()
    {
        string pattern = SmallScenes.Write(_folder, 0, 0);
        var mask = new Raster<byte>(1, 64, 64);
        mask.Data.AsSpan(0, 64 * 20).Fill(1);
        SyntheticFiles.Write(_folder[$"m_{SmallScenes.Name(0)}.tif"], mask, SmallScenes.Profile with { BandCount = 1, SampleType = SampleType.UInt8, NoData = null });
        string[] options = ["--detector", "raster", "--mask-format", "classes", "--dark-shadow", "off", "--mask-in", _folder["m_*.tif"]];
        CliRun refused = Run(pattern, options);
        Assert.That((refused.Code, refused.Error.Contains($"no mask of {SmallScenes.Name(1)}", StringComparison.Ordinal)), Is.EqualTo((1, true)), refused.Error);
        SyntheticFiles.Write(_folder[$"m_{SmallScenes.Name(1)}.tif"], new Raster<byte>(1, 64, 64), SmallScenes.Profile with { BandCount = 1, SampleType = SampleType.UInt8, NoData = null });
        JsonElement receipt = Run(pattern, [.. options, "--json"]).Succeeded().Json();
        Assert.That(receipt.GetProperty("images").EnumerateArray().Select(i => i.GetProperty("repaintedPixels").GetInt64()), Is.EqualTo(new[] { 25L * 64, 0 }), "20 rows, grown by 5");
    }

    [Test]
    public void One_date_and_clouds_everywhere_are_no_error_for_the_least_cloudy_date() =>
        Run(SmallScenes.Write(_folder, 64), "--method", "least-cloudy").Succeeded();

    [Test]
    public void Products_archives_and_files_of_both_levels_are_one_series_dated_by_their_metadata()
    {
        Directory.CreateDirectory(_folder["in"]);
        Product("L1C", "20200301T105036", cloudAt: 600).Write(_folder["in"]);
        string archived = Product("L1C", "20200311T105036", cloudAt: 5000).Write(_folder[""]);
        ZipFile.CreateFromDirectory(archived, _folder["in/b.zip"], CompressionLevel.Fastest, includeBaseDirectory: true);
        Product("L2A", "20200321T105036", cloudAt: 900).Write(_folder["in"]);
        JsonElement receipt = Run(_folder["in"], "--json").Succeeded().Json();
        Assert.That(
            receipt.GetProperty("dates").EnumerateArray().Select(d => (d.GetProperty("date").GetString(), d.GetProperty("dateFrom").GetString())),
            Is.EqualTo(new[] { ("2020-03-01", "metadata"), ("2020-03-11", "metadata"), ("2020-03-21", "metadata") }));
        Raster<ushort> first = SyntheticFiles.Read<ushort>(Path.Combine(Out, "2020-03-01.tif")), last = SyntheticFiles.Read<ushort>(Path.Combine(Out, "2020-03-21.tif"));
        Assert.Multiple(() =>
        {
            Assert.That((first.Channels, last.Channels), Is.EqualTo((13, 12)));
            // Under the cloud lies the ground, with the offset of the baseline as stored.
            Assert.That((double)first[3, 60, 60], Is.EqualTo(1000 + 600 + (50 * 3) + (((60 * 7) + (60 * 13)) % 50)).Within(5));
            Assert.That((double)last[11, 90, 90], Is.EqualTo(1000 + 600 + (50 * 12)).Within(60), "B12, the last band of either level");
        });
    }

    // Dark land with a round, bright cloud on the diagonal, so many meters from the corner; out of sight where that is far.
    private static SafeTree Product(string level, string time, int cloudAt) => TinyProducts.Tree(level) with
    {
        Size = 120,
        Time = time,
        Samples = (band, resolution, window) =>
        [
            .. from y in Enumerable.Range(window.Row, window.Height)
               from x in Enumerable.Range(window.Column, window.Width)
               let cloud = Math.Pow((y * resolution) - cloudAt, 2) + Math.Pow((x * resolution) - cloudAt, 2) < 200 * 200
               let ground = band == Sentinel2Band.B10 ? 5 : 600 + (50 * band.Index) + (((x * 7) + (y * 13)) % 50)
               select (ushort)(1000 + (!cloud ? ground : band == Sentinel2Band.B10 ? 100 : 6000)),
        ],
    };

    [Test]
    public void A_network_of_series_paints_what_is_covered_and_is_named_in_the_receipt()
    {
        var options = new SequenceToPointOptions { Branch = new DSen2CrOptions { Features = 3, Blocks = 1, Sar = true }, Features = 3 };
        SequenceToPointTests.Make(options).Save(_folder["series.onnx"]);
        string pattern = SmallScenes.Write(_folder, 0, 24, 0, 10);
        for (int n = 0; n < 4; n++)
        {
            SmallScenes.WriteSar(_folder[$"s1_{SmallScenes.Name(n)}.tif"]);
        }

        JsonElement receipt = Run(pattern, "--s1", _folder["s1_*.tif"], "--method", "seq2point", "--model", _folder["series.onnx"], "--json").Succeeded().Json();
        Raster<ushort> before = SyntheticFiles.Read<ushort>(_folder[$"s2_{SmallScenes.Name(1)}.tif"]), after = SyntheticFiles.Read<ushort>(Path.Combine(Out, $"{SmallScenes.Name(1)}.tif"));
        Assert.Multiple(() =>
        {
            Assert.That(receipt.GetProperty("model").GetProperty("sha256").GetString(), Has.Length.EqualTo(64));
            Assert.That(receipt.GetProperty("dates")[2].GetProperty("sarDate").GetString(), Is.EqualTo(SmallScenes.Name(2)));
            Assert.That(Columns(after, 40), Is.EqualTo(Columns(before, 40)), "clear pixels");
            Assert.That(after[0, 8, 8], Is.Not.EqualTo(before[0, 8, 8]));
        });
        CliRun few = Run(_folder["s2_2018-03-0?.tif"], "--s1", _folder["s1_*.tif"], "--method", "seq2point", "--model", _folder["series.onnx"], "--overwrite", "-q");
        Assert.That((few.Code, few.Error.Contains("2 dates", StringComparison.Ordinal)), Is.EqualTo((1, true)), few.Error);
    }

    [Test]
    public void The_thirty_real_dates_get_an_image_without_gaps_each()
    {
        JsonElement receipt = Run(TestData.Require("sen12mscrts_30dates"), "--target", "2018-07-05", "--json").Succeeded().Json();
        JsonElement image = receipt.GetProperty("images")[0];
        Assert.Multiple(() =>
        {
            Assert.That(receipt.GetProperty("dates").GetArrayLength(), Is.EqualTo(30));
            Assert.That(receipt.GetProperty("neverClearPixels").GetInt64(), Is.Zero);
            Assert.That(image.GetProperty("repaintedPixels").GetInt64(), Is.InRange(10_000, 30_000), "about a third is covered, by the receipt of a run that was looked at");
        });
    }

    private CliRun Run(string pattern, params string[] more) => CliRun.Of(["remove-series", "--s2", pattern, "--out", Out, .. more]);

    private string[] Files() => [.. Directory.EnumerateFiles(Out).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private static ushort[] Columns(Raster<ushort> image, int from) => image.Crop(new Window(from, 0, image.Width - from, image.Height)).Data;

    // Mean absolute difference to the ground of a day, DN.
    private static double Error(Raster<ushort> image, int day)
    {
        double sum = 0;
        for (int c = 0; c < image.Channels; c++)
        {
            for (int y = 0; y < image.Height; y++)
            {
                for (int x = 0; x < image.Width; x++)
                {
                    sum += Math.Abs(image[c, y, x] - SmallScenes.Ground(day, c, y, x));
                }
            }
        }

        return sum / image.Data.Length;
    }
}
