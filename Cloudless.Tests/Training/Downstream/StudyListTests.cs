using Cloudless.Imagery;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

/// <summary>Studies of tables as people write them, and of images as they come.</summary>
[TestFixture]
public class StudyListTests
{
    private StudyFolder _folder = null!;
    private OnnxClassifier _classifier = null!;

    [SetUp]
    public void Begin()
    {
        _folder = new StudyFolder();
        _classifier = OnnxClassifier.Load(_folder.Classifier, threads: 1);
        for (int i = 0; i < 4; i++)
        {
            Write($"clear{i}.tif", 16, i, cloudRows: 0);
            Write($"cloudy{i}.tif", 16, i, cloudRows: 8);
        }
    }

    [TearDown]
    public void End()
    {
        _classifier.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Marks_carriage_returns_blank_lines_and_quotes_do_not_matter()
    {
        string plain = Table(Row(0), Row(1), Row(2), Row(3));
        string odd = "\uFEFF" + plain.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("p1,", "\r\n   \r\n\"p1\" , ", StringComparison.Ordinal);
        Assert.That(Patches(odd), Is.EqualTo(Patches(plain)).And.Length.EqualTo(4));
    }

    [TestCase("p4,clear0.tif", "line 7 has 2 cells")]
    [TestCase(",clear0.tif,cloudy0.tif,bare", "has no id")]
    [TestCase("p4,,cloudy0.tif,bare", "'p4' names no clear image")]
    [TestCase("p0,clear0.tif,cloudy0.tif,bare", "'p0' stands there twice")]
    [TestCase("p4,clear0.tif,cloudy0.tif,moss", "moss")]
    public void Rows_that_do_not_fit_are_refused_by_name(string row, string message) =>
        Assert.That(() => Patches(Table(Row(0), Row(1), "", Row(2), Row(3), row)), Throws.TypeOf<CloudlessException>().With.Message.Contains(message));

    [Test]
    public void Tables_without_rows_are_refused_as_such() =>
        Assert.That(() => Patches(Table()), Throws.TypeOf<CloudlessException>().With.Message.Contains("no row below the first line"));

    [Test]
    public void One_class_is_refused_before_any_image_is_looked_at()
    {
        File.WriteAllText(_folder["cloudy1.tif"], "no image");
        Assert.That(() => Patches(Table(Row(1), Row(3))), Throws.TypeOf<CloudlessException>().With.Message.Contains("1 have no patch (bare)"));
    }

    [TestCase("cloudy1.tif", 16, "p1: the cloudy image has 16 x 8 pixels, the clear one 16 x 16")]
    public void Images_of_two_sizes_are_refused_by_name(string name, int width, string message)
    {
        TinyRasters.Write(_folder[name], Sentinel2Band.Count, (band, y, x) => 600 + x + y, width: width, height: 8);
        Assert.That(() => Patches(Table(Row(0), Row(1))), Throws.TypeOf<RasterMismatchException>().With.Message.Contains(message));
    }

    [Test]
    public void Sentinel_1_of_another_size_is_refused()
    {
        TinyRasters.Write(_folder["sar.tif"], 2, (_, y, x) => -12 - y, SampleType.Float32, 20, 16);
        File.WriteAllText(_folder["list.csv"], $"id,clear,cloudy,class,sar\n{Row(0)},sar.tif\n{Row(1)},\n");
        Assert.That(() => Run(), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("p0: the Sentinel-1 image has 20 x 16 pixels"));
    }

    [Test]
    public void Patches_with_pixels_without_data_are_left_out_and_counted()
    {
        Write("clear2.tif", 16, 2, cloudRows: 0, emptyRows: 1);
        Write("cloudy3.tif", 16, 3, cloudRows: 8, emptyRows: 1);
        StudyReport report = Run(Table(Row(0), Row(1), Row(2), Row(3)));
        Assert.Multiple(() =>
        {
            Assert.That(report.Table("patches").Rows.Select(r => (string)r[0]).Distinct(), Is.EqualTo(["p0", "p1"]), "a hole is no cloud");
            Assert.That(report.Notes, Has.Some.Contains("2 patches with pixels without data"));
        });
        Assert.That(() => Patches(Table("p2,clear2.tif,cloudy2.tif,bare", Row(3))), Throws.TypeOf<CloudlessException>().With.Message.Contains("all 2 patches have pixels without data"));
    }

    [Test]
    public void Holes_of_images_that_carried_an_offset_are_holes()
    {
        var image = new Raster<float>(Sentinel2Band.Count, 4, 4, [.. Enumerable.Repeat(-1000f, Sentinel2Band.Count * 16)]);
        image[0, 0, 0] = 5;
        Assert.Multiple(() =>
        {
            Assert.That(StudyGaps.Has(image, new Window(0, 0, 4, 4)), Is.True);
            Assert.That(StudyGaps.Has(image, new Window(0, 0, 1, 1)), Is.False, "one band tells that something was measured");
        });
    }

    private static string Row(int i) => $"p{i},clear{i}.tif,cloudy{i}.tif,{(i % 2 == 0 ? "bare" : "green")}";

    private static string Table(params string[] rows) => "id,clear,cloudy,class\n" + string.Concat(rows.Select(r => r + "\n"));

    private string[] Patches(string table) => [.. Run(table).Table("patches").Rows.Select(r => (string)r[0]).Distinct()];

    private StudyReport Run(string? table = null)
    {
        if (table is not null)
        {
            File.WriteAllText(_folder["list.csv"], table);
        }

        return StudyRun.Run(new StudyRequest { Removals = [_folder.Removal], Data = _folder["list.csv"], Statistics = new StudyStatistics { Resamples = 10 }, Pictures = 0 }, _classifier);
    }

    private void Write(string name, int side, int i, int cloudRows, int emptyRows = 0) => TinyRasters.Write(
        _folder[name], Sentinel2Band.Count,
        (band, y, x) => y < emptyRows ? 0 : y < cloudRows ? 6000 + x : band == 10 ? 10 : 700 + (((x * 5) + (y * 3)) % 100) + (band == (i % 2 == 0 ? 3 : 7) ? 1500 : 0), width: side, height: side);
}
