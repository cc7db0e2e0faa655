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
