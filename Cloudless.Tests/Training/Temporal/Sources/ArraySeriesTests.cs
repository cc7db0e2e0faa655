using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;
using Cloudless.Tests.Cli;
using Cloudless.Training.Temporal.PointTraining;
using Cloudless.Training.Temporal.Sources;

namespace Cloudless.Tests.Training.Temporal.Sources;

[TestFixture]
public class ArraySeriesTests
{
    private TemporaryFolder _folder = null!;

    private string Place => _folder["place"];

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        TinyArrays.Write(Place);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Bands_stand_in_their_order_coarse_pixels_are_repeated_and_classes_become_masks()
    {
        LoadedSeries series = ArraySeries.Read(ArraySeries.Places(_folder["."]).Single(), 14);
        Raster<float> image = series.Optical[1];
        Assert.Multiple(() =>
        {
            Assert.That(series.Bands, Is.EqualTo(new[] { "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12" }));
            Assert.That(series.Dates[1], Is.EqualTo(new DateOnly(2018, 3, 6)));
            Assert.That(image[0, 9, 3], Is.EqualTo(TinyArrays.Dn(1, "B02", 9)));
            Assert.That(image[9, 13, 3], Is.EqualTo(TinyArrays.Dn(1, "B12", 12)));
            Assert.That(series.Masks![1][0, 7, 15], Is.EqualTo(PixelClass.Cloud));
            Assert.That(series.Masks[1][0, 8, 15], Is.EqualTo(PixelClass.Clear));
            Assert.That(series.Sar![1]![1, 15, 15], Is.EqualTo(-18f));
        });
    }

    [Test]
    public void Radar_that_is_too_far_away_is_none_and_the_second_image_of_a_day_is_left_out()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Place, "s2_dates.csv"));
        File.WriteAllLines(Path.Combine(Place, "s2_dates.csv"), [.. lines[..^1], lines[^2]]);
        LoadedSeries series = ArraySeries.Read(Place, 0);
        Assert.That(series.Dates, Has.Count.EqualTo(7));
        Assert.That(series.Notes.Single(), Does.Contain("1 of 8"));
        Assert.That(series.Sar, Is.All.Null);
    }

    [Test]
    public void An_array_of_another_length_and_a_missing_classification_are_named()
    {
        File.AppendAllText(Path.Combine(Place, "s2_dates.csv"), "8,2018-05-01T10:00:00\n");
        Assert.That(() => ArraySeries.Read(Place, 14), Throws.TypeOf<RasterMismatchException>().With.Message.Contains("[9,4,H,W]"));
        File.Delete(Path.Combine(Place, "s2_20m_SCL.npy"));
        Assert.That(() => ArraySeries.Read(Place, 14), Throws.InstanceOf<CloudlessException>().With.Message.Contains("SCL"));
    }

    [Test]
    public void Networks_get_stand_ins_and_give_them_back()
    {
        LoadedSeries series = ArraySeries.Read(Place, 14);
        Raster<float> full = BandStandIns.Fill(series.Optical[0], series.Bands);
        Assert.Multiple(() =>
        {
            Assert.That(full.Channels, Is.EqualTo(13));
            Assert.That(full[0, 4, 4], Is.EqualTo(TinyArrays.Dn(0, "B02", 4)));
            Assert.That(full[9, 4, 4], Is.EqualTo(TinyArrays.Dn(0, "B8A", 4)));
            Assert.That(full[10, 4, 4], Is.EqualTo(12f));
            Assert.That(BandStandIns.Remove(full, series.Bands).Data, Is.EqualTo(series.Optical[0].Data));
            Assert.That(() => BandStandIns.Fill(new Raster<float>(1, 2, 2), ["B02"]), Throws.TypeOf<BandMissingException>().With.Message.Contains("B03"));
        });
    }

    [Test]
    public void Training_sees_the_radar_of_arrays()
    {
        using SeriesSource source = SeriesSource.Open(Place);
        ImageSeries read = Read(source);
        Assert.That(source.Covers.Single(), Is.EqualTo(new[] { 0, 0.5, 0, 0.5, 0, 0.5, 0, 0.5 }));
        Assert.That(read.Channels, Is.EqualTo(13));
        Assert.That(read.Sar![1]![0, 0, 0], Is.EqualTo(-11f));
    }

    private static ImageSeries Read(SeriesSource source) => source.Read(0, [2, 5]);
}
