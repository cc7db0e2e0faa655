using Cloudless.Imagery;
using Cloudless.Temporal;
using static Cloudless.Tests.Temporal.SmallSeries;

namespace Cloudless.Tests.Temporal;

[TestFixture]
public class SeriesBaselineTests
{
    [Test]
    public void The_least_cloudy_date_counts_clouds_and_nodata_and_takes_the_earliest_of_equals() =>
        Assert.That(LeastCloudyDate.Of([Mask(1, 1, 0, 0), Mask(255, 255, 255, 255), Mask(1, 0, 0, 0), Mask(2, 2, 2, 1)]), Is.EqualTo(2));

    [Test]
    public void The_least_cloudy_image_stands_for_every_date_and_the_pixels_clear_nowhere_are_told()
    {
        SeriesResult result = new LeastCloudyDate().Run(Of((0, Image(1, 2, 3, 4), Mask(1, 1, 1, 0)), (9, Image(5, 6, 7, 8), Mask(1, 0, 0, 0))), SeriesTarget.All, default);
        Assert.That(result.Images.Select(i => i.Date), Is.EqualTo(new[] { Day(0), Day(9) }));
        Assert.That(result.Images.Select(i => i.Optical[0, 0, 0]), Is.All.EqualTo(5));
        Assert.That(result.ClearDates.Data, Is.EqualTo(new ushort[] { 0, 1, 1, 2 }));
        Assert.That(result.Notes, Has.Some.Contains("2018-01-10").And.Some.Contains("1 of 4 pixels"));
    }

    [TestCase(new byte[] { 1, 0, 0, 0 }, "as it is, clouds and all.")]
    [TestCase(new byte[] { 255, 0, 0, 0 }, "as it is.")]
    [TestCase(new byte[] { 255, 255, 255, 255 }, "has no data at all.")]
    public void The_note_tells_of_clouds_where_there_are_any(byte[] classes, string words) =>
        Assert.That(new LeastCloudyDate().Run(Of((0, Image(1, 2, 3, 4), Mask(classes))), SeriesTarget.All, default).Notes[0], Does.EndWith(words));

    [Test]
    public void A_mosaic_is_the_mean_of_the_clear_dates_of_each_pixel_and_the_fill_where_there_is_none()
    {
        Raster<float> mosaic = MeanMosaic.Of(
            [Image(100, 200, 300, 400), Image(300, 9000, 9000, 9000)],
            [Mask(0, 0, 2, 1), Mask(0, 1, 255, 1)]);
        Assert.That(mosaic.Data, Is.EqualTo(new float[] { 200, 200, 5000, 5000, 201, 201, 5000, 5000 }));
    }

    [Test]
    public void Dates_of_other_sizes_are_refused() =>
        Assert.That(() => MeanMosaic.Of([Image(1, 2, 3, 4), new Raster<float>(2, 1, 4)], [Mask(0, 0, 0, 0), Mask(0, 0, 0, 0)]), Throws.InstanceOf<RasterMismatchException>().With.Message.Contains("Date 1"));

    [Test]
    public void Nothing_can_be_made_of_no_date()
    {
        Assert.That(() => LeastCloudyDate.Of([]), Throws.ArgumentException);
        Assert.That(() => MeanMosaic.Of([], []), Throws.ArgumentException);
    }
}
