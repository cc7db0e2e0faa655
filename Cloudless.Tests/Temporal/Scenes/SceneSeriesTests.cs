using Cloudless.Imagery;
using Cloudless.Temporal;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Temporal.Scenes;

[TestFixture]
public class SceneSeriesTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase("/x/s2_ROIs1868_17_ImgNo_0_2018-01-03_patch_0.tif", "2018-01-03", "file name")]
    [TestCase("S2A_MSIL1C_20180106T103021_N0206_R108_T32TQM_20200101T000000.SAFE/", "2018-01-06", "file name")]
    [TestCase("archive/2018-02-05/scene.tif", "2018-02-05", "folder name")]
    [TestCase("archive/2018-02-05/patch_20180399_20180301.tif", "2018-03-01", "file name")]
    public void A_name_tells_the_day(string path, string day, string from)
    {
        (DateOnly found, string what) = SceneDates.OfName(path)!.Value;
        Assert.That(($"{found:yyyy-MM-dd}", what), Is.EqualTo((day, from)));
    }

    [TestCase("ROIs1970_20_ImgNo_1.tif")]
    [TestCase("2018.tif")]
    [TestCase("x_123420180101.tif")]
    [TestCase("2018-01-01/deeper/x.tif")]
    public void Numbers_are_no_day(string path) => Assert.That(SceneDates.OfName(path), Is.Null);

    [Test]
    public void Scenes_come_in_order_of_their_days_and_metadata_goes_before_names()
    {
        SmallScenes.Write(_folder, 0, 0);
        SmallScenes.Write(_folder["b_2018-01-01.tif"], 2, 0, SmallScenes.Profile with { Tags = new Dictionary<string, string> { ["PRODUCT_START_TIME"] = "2018-03-03T10:30:31.024Z" } });
        using SceneSeries series = SceneSeries.Open([_folder.Root]);
        Assert.That(series.Scenes.Select(s => ($"{s.Date:yyyy-MM-dd}", s.DateFrom)), Is.EqualTo(new[]
        {
            ("2018-03-01", "file name"), ("2018-03-03", "metadata"), ("2018-03-06", "file name"),
        }));
        Assert.That(series.Grid.Width, Is.EqualTo(SmallScenes.Side));
    }

    [Test]
    public void A_pattern_finds_scenes_in_folders_of_any_depth_and_a_name_finds_itself()
    {
        SmallScenes.Write(_folder, 0, 0, 0);
        Directory.CreateDirectory(_folder["2018-05-01/deep"]);
        File.Copy(_folder[$"s2_{SmallScenes.Name(0)}.tif"], _folder["2018-05-01/deep/s2_20180502.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(Days(_folder["**/s2_*.tif"]), Has.Length.EqualTo(4).And.Contains(new DateOnly(2018, 5, 2)));
            Assert.That(Days(_folder["s2_2018-03-0?.tif"]), Has.Length.EqualTo(2));
            Assert.That(Days(_folder[$"s2_{SmallScenes.Name(2)}.tif"]), Has.Length.EqualTo(1));
            Assert.That(() => Days(_folder["*.jp2"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("matches nothing"));
        });
    }

    [Test]
    public void A_scene_without_a_day_is_refused()
    {
        SmallScenes.Write(_folder["scene.tif"], 0, 0, SmallScenes.Profile);
        Assert.That(() => Days(_folder["scene.tif"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("scene.tif").And.Message.Contains("date"));
    }

    [Test]
    public void Two_scenes_of_one_day_are_refused_by_name()
    {
        SmallScenes.Write(_folder["a_20180301.tif"], 0, 0, SmallScenes.Profile);
        SmallScenes.Write(_folder["b_2018-03-01.tif"], 0, 0, SmallScenes.Profile);
        Assert.That(() => Days(_folder["*.tif"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("a_20180301.tif").And.Message.Contains("b_2018-03-01.tif"));
    }

    private static readonly (string Words, RasterProfile Profile)[] OtherGrids =
    [
        ("64 x 60 pixels", SmallScenes.Profile with { Height = 60 }),
        ("begins at 500010", SmallScenes.Profile with { Transform = [500010, 10, 0, 4000000, 0, -10] }),
        ("pixels of 20", SmallScenes.Profile with { Transform = [500000, 20, 0, 4000000, 0, -20] }),
        ("coordinate reference system", SmallScenes.Profile with { Crs = "EPSG:32632" }),
        ("does not tell its place", SmallScenes.Profile with { Crs = null, Transform = null }),
    ];

    [TestCaseSource(nameof(OtherGrids))]
    public void Scenes_of_unequal_grids_are_refused((string Words, RasterProfile Profile) other)
    {
        string pattern = SmallScenes.Write(_folder, 0, 0);
        SmallScenes.Write(_folder[$"s2_{SmallScenes.Name(2)}.tif"], 2, 0, other.Profile);
        Assert.That(() => Days(pattern), Throws.InstanceOf<RasterMismatchException>()
            .With.Message.Contains(SmallScenes.Name(2)).And.Message.Contains(SmallScenes.Name(0)).And.Message.Contains(other.Words).And.Message.Contains("one grid"));
    }

    [Test]
    public void Each_scene_gets_the_nearest_radar_image()
    {
        string pattern = SmallScenes.Write(_folder, 0, 0, 0, 0);
        foreach (string day in (string[])["2018-02-27", "2018-03-09", "2018-03-13"])
        {
            SmallScenes.WriteSar(_folder[$"s1_{day}.tif"]);
        }

        // 2018-03-11 is two days from either: the earlier is taken.
        using SceneSeries series = SceneSeries.Open([pattern], [_folder["s1_*.tif"]], new SceneSeriesOptions { SarDays = 2 });
        Assert.That(series.Scenes.Select(s => s.SarDate?.ToString("MM-dd", null)), Is.EqualTo(new[] { "02-27", null, "03-09", null }));
        Assert.That(series.Notes, Has.One.Contains("2018-03-06").And.One.Contains("2018-03-16"));
        Assert.That(() => SceneSeries.Open([pattern], [_folder["s1_2018-02-27.tif"]], new SceneSeriesOptions { SarDays = 1 }), Throws.InstanceOf<CloudlessException>().With.Message.Contains("1 days"));
    }

    [Test]
    public void Radar_in_two_files_of_one_day_is_one_image()
    {
        string pattern = SmallScenes.Write(_folder, 0);
        foreach (string polarization in (string[])["vv", "vh"])
        {
            SyntheticFiles.Write(
                _folder[$"s1_20180301_{polarization}.tif"], new Raster<float>(1, 64, 64, [.. Enumerable.Repeat(-12f, 64 * 64)]), SmallScenes.Profile with { BandCount = 1, SampleType = SampleType.Float32, NoData = null });
        }

        using SceneSeries series = SceneSeries.Open([pattern], [_folder["s1_*.tif"]]);
        Assert.That(series.Scenes[0].Sar!.Files, Has.Count.EqualTo(2));
    }

    [Test]
    public void The_thirty_real_dates_are_a_series()
    {
        using SceneSeries series = SceneSeries.Open([TestData.Require("sen12mscrts_30dates")]);
        Assert.That(series.Scenes.Select(s => s.Date).ToArray(), Has.Length.EqualTo(30).And.Ordered);
        Assert.That((series.Scenes[0].Date, series.Scenes[29].Date), Is.EqualTo((new DateOnly(2018, 1, 6), new DateOnly(2018, 12, 22))));
    }

    private static DateOnly[] Days(string pattern)
    {
        using SceneSeries series = SceneSeries.Open([pattern]);
        return [.. series.Scenes.Select(s => s.Date)];
    }
}
