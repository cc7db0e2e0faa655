using Cloudless.Masks;
using Cloudless.Temporal;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Masks.Detectors;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Datasets.TimeSeries;
using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Temporal;

[TestFixture]
public class SeriesCoversTests
{
    private TemporaryFolder _folder = null!;
    private SeriesDetector _detector = null!;

    private string Data => _folder["data"];

    private string Table => Directory.EnumerateFiles(Data, "cloudless-cover-*.csv", SearchOption.AllDirectories).Single();

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        _detector = SeriesDetector.Open();
        TinySeries.Write(Data, [8, 16, 0]);
    }

    [TearDown]
    public void Delete()
    {
        _detector.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Covers_are_kept_beside_the_images_and_not_computed_again()
    {
        IReadOnlyList<double> covers = Covers();
        Assert.That(covers, Is.EqualTo(new[] { 0.5, 1, 0 }).Within(0.2), "16 columns, of which 8, 16 and 0 are cloud; the mask is smoothed");
        Assert.That(Path.GetDirectoryName(Table), Is.EqualTo(Path.Combine(Data, "ROIs1868", "119")));

        // A cover that no detector would find shows that the table is believed.
        File.WriteAllText(Table, File.ReadAllText(Table).Replace($",{covers[1]:R}\n", ",0.123\n", StringComparison.Ordinal));
        Assert.That(Covers(), Is.EqualTo(new[] { covers[0], 0.123, covers[2] }));
    }

    [Test]
    public void A_changed_image_is_looked_at_again_and_no_other()
    {
        IReadOnlyList<double> covers = Covers();
        File.WriteAllText(Table, File.ReadAllText(Table).Replace($",{covers[0]:R}\n", ",0.123\n", StringComparison.Ordinal));
        TinyRasters.Write(TinySeries.File(Data, "s2", 1), 13, TinyRasters.Clouded(0));
        File.SetLastWriteTimeUtc(TinySeries.File(Data, "s2", 1), new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.That(Covers(), Is.EqualTo(new[] { 0.123, covers[2], covers[2] }));
        Assert.That(Covers(), Is.EqualTo(new[] { 0.123, covers[2], covers[2] }), "kept again");
    }

    [Test]
    public void Another_detector_or_a_damaged_table_is_not_believed()
    {
        IReadOnlyList<double> covers = Covers();
        string kept = File.ReadAllText(Table);
        foreach (string damaged in new[] { "", kept.Replace("rules 1", "rules 0", StringComparison.Ordinal), kept[..^20].Replace(",0.", ",7.", StringComparison.Ordinal) })
        {
            File.WriteAllText(Table, damaged);
            Assert.That(Covers(), Is.EqualTo(covers));
            Assert.That(File.ReadAllText(Table), Is.EqualTo(kept));
        }
    }

    [Test]
    public void A_folder_for_tables_leaves_the_data_as_it_is()
    {
        Directory.CreateDirectory(_folder["cache"]);
        string[] before = [.. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories)];
        IReadOnlyList<double> covers = Covers(_folder["cache"]);
        Assert.That(Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories), Is.EquivalentTo(before));
        Assert.That(Directory.EnumerateFiles(_folder["cache"]).Select(Path.GetFileName), Has.One.StartsWith("ROIs1868_119-cover-"));
        Assert.That(Covers(_folder["cache"]), Is.EqualTo(covers));
        Assert.That(() => Covers(_folder["no-such-folder"]), Throws.InstanceOf<CloudlessException>());
    }

    [Test]
    public void Another_detector_finds_other_clouds_and_keeps_a_table_of_its_own()
    {
        IReadOnlyList<double> spectral = Covers();
        using SeriesDetector other = SeriesDetector.Open(new DetectorOptions
        {
            Kind = DetectorKind.S2Cloudless, ModelPath = Fixtures.Path("lightgbm-plain.txt"), S2Cloudless = new S2CloudlessOptions { Threshold = 0.4, AverageOver = 0, DilationSize = 0, Resolution = 10 },
        });
        var covers = new SeriesCovers(other);
        TimeSeriesItem item = TimeSeriesDataset.Open(Data).Items[0];
        covers.Prepare([item]);
        Assert.Multiple(() =>
        {
            Assert.That(covers.Of(item), Is.Not.EqualTo(spectral));
            Assert.That(Directory.EnumerateFiles(Data, "cloudless-cover-*.csv", SearchOption.AllDirectories).Count(), Is.EqualTo(2));
            Assert.That(() => SeriesDetector.Open(new DetectorOptions { Kind = DetectorKind.Raster, Raster = new MaskRasterOptions { Path = "m.tif" } }), Throws.ArgumentException.With.Message.Contains("one image"));
        });
    }

    [Test]
    public void A_patch_is_read_with_its_dates_masks_and_radar()
    {
        TimeSeriesItem item = TimeSeriesDataset.Open(Data).Items[0];
        File.Delete(TinySeries.File(Data, "s1", 2));
        item = TimeSeriesDataset.Open(Data).Items[0];
        ImageSeries series = new SeriesReader(_detector).Read(item, [1, 2]);
        Assert.Multiple(() =>
        {
            Assert.That(series.Dates, Is.EqualTo(new[] { TinySeries.Day(1), TinySeries.Day(2) }));
            Assert.That(series.Optical[1][3, 2, 1], Is.EqualTo(TinyRasters.Ground(3, 2, 1)));
            Assert.That(series.Masks[0].Data, Is.All.EqualTo(PixelClass.Cloud));
            Assert.That(series.Sar![0]![0, 0, 0], Is.EqualTo(TinyRasters.Backscatter(0, 0, 0)));
            Assert.That(series.Sar[1], Is.Null, "the file is not there");
        });
    }

    private IReadOnlyList<double> Covers(string? cache = null)
    {
        TimeSeriesItem[] items = [.. TimeSeriesDataset.Open(Data).Items];
        var covers = new SeriesCovers(_detector, cache);
        covers.Prepare(items);
        Assert.That(covers.Warnings, Is.Empty);
        return covers.Of(items[0]);
    }
}
