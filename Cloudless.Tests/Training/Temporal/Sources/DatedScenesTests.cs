using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Masks;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Masks.Detectors;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Temporal;
using Cloudless.Training.Temporal.PointTraining;
using Cloudless.Training.Temporal.Sources;

namespace Cloudless.Tests.Training.Temporal.Sources;

[TestFixture]
public class DatedScenesTests
{
    private static readonly RasterProfile Place = new() { Width = 16, Height = 16, BandCount = 1, SampleType = SampleType.UInt16, Crs = "EPSG:32632", Transform = [500000, 10, 0, 5300000, 0, -10] };

    private TemporaryFolder _folder = null!;

    private SeriesSarOptions Radar => new() { Paths = [_folder["radar"]], Days = 3 };

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        foreach ((string day, int clouds) in new[] { ("2018-03-01", 0), ("2018-03-11", 8), ("2018-03-21", 0) })
        {
            TinyRasters.Write(Path.Combine(_folder["scenes"], $"{day}.tif"), 13, TinyRasters.Clouded(clouds), place: Place);
        }

        foreach (string day in new[] { "20180302", "20180312", "20180330" })
        {
            TinyRasters.Write(Path.Combine(_folder["radar"], $"S1_{day}.tif"), 2, TinyRasters.Backscatter, SampleType.Float32, place: Place);
        }
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Each_date_gets_the_nearest_radar_and_none_that_is_too_far_away()
    {
        LoadedSeries series = DatedScenes.Read(_folder["scenes"], Radar);
        Assert.Multiple(() =>
        {
            Assert.That(series.Name, Is.EqualTo("scenes"));
            Assert.That(series.Bands, Has.Count.EqualTo(13));
            Assert.That(series.Optical[0][3, 2, 1], Is.EqualTo(TinyRasters.Ground(3, 2, 1)));
            Assert.That(series.Sar![1]![1, 3, 4], Is.EqualTo(TinyRasters.Backscatter(1, 3, 4)));
            Assert.That(series.Sar[2], Is.Null);
            Assert.That(series.Notes.Single(), Does.Contain("2018-03-21"));
            Assert.That(DatedScenes.Read(Path.Combine(_folder["scenes"], "*-11.tif"), new SeriesSarOptions()).Sar, Is.Null);
        });
    }

    [Test]
    public void Radar_without_a_value_is_none_and_radar_of_a_part_is_told_with_its_share()
    {
        TinyRasters.Write(Path.Combine(_folder["radar"], "S1_20180302.tif"), 2, (_, _, _) => float.NaN, SampleType.Float32, place: Place);
        TinyRasters.Write(Path.Combine(_folder["radar"], "S1_20180312.tif"), 2, (b, y, x) => x < 4 ? TinyRasters.Backscatter(b, y, x) : float.NaN, SampleType.Float32, place: Place);
        LoadedSeries series = DatedScenes.Read(_folder["scenes"], Radar);
        Assert.Multiple(() =>
        {
            Assert.That(series.Sar!.Select(s => s is not null), Is.EqualTo(new[] { false, true, false }));
            Assert.That(series.Notes, Has.One.Contains("2018-03-02").And.Contains("S1_20180302.tif").And.Contains("no valid value"));
            Assert.That(series.Notes, Has.One.Contains("2018-03-12 covers about 25 %"));
            Assert.That(series.Notes, Has.One.Contains("No usable Sentinel-1 image within 3 days of 2018-03-01, 2018-03-21"));
        });
        TinyRasters.Write(Path.Combine(_folder["radar"], "S1_20180312.tif"), 2, (b, y, x) => b == 0 ? TinyRasters.Backscatter(b, y, x) : float.NaN, SampleType.Float32, place: Place);
        LoadedSeries half = DatedScenes.Read(_folder["scenes"], Radar);
        Assert.That(half.Sar, Is.Null);
        Assert.That(half.Notes, Has.One.Contains("a band without any valid value"));
        TinyRasters.Write(Path.Combine(_folder["radar"], "S1_20180312.tif"), 2, (_, _, _) => float.NaN, SampleType.Float32, place: Place);
        Assert.That(() => DatedScenes.Read(_folder["scenes"], Radar), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("S1_20180312.tif").And.Message.Contains("no valid value"));
    }

    [Test]
    public void Training_on_scenes_has_radar_where_it_is_given_and_the_detector_that_was_asked_for()
    {
        using SeriesSource with = SeriesSource.Open(_folder["scenes"], Radar), without = SeriesSource.Open(_folder["scenes"]);
        using SeriesSource other = SeriesSource.Open(
            _folder["scenes"],
            detector: new DetectorOptions { Kind = DetectorKind.S2Cloudless, ModelPath = Fixtures.Path("lightgbm-plain.txt"), S2Cloudless = new S2CloudlessOptions { Threshold = 0.4, Resolution = 10, AverageOver = 0, DilationSize = 0 } });
        Assert.Multiple(() =>
        {
            Assert.That(with.Read(0, [0, 2]).Sar![0], Is.Not.Null);
            Assert.That(without.Read(0, [0, 2]).Sar, Is.Null);
            Assert.That(other.Covers[0], Is.Not.EqualTo(without.Covers[0]));
            Assert.That(() => SeriesSource.Open(_folder["nothing"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("nothing"));
        });
    }
}
