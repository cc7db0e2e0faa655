using Cloudless.Imagery;
using Cloudless.Temporal;
using static Cloudless.Tests.Temporal.SmallSeries;

namespace Cloudless.Tests.Temporal;

[TestFixture]
public class ImageSeriesTests
{
    [Test]
    public void A_series_knows_its_size_and_gives_back_what_it_was_given()
    {
        ImageSeries series = Of((0, Image(1, 2, 3, 4), Mask(0, 0, 0, 1)), (5, Image(5, 6, 7, 8), Mask(0, 0, 0, 0)));
        Assert.That((series.Channels, series.Height, series.Width), Is.EqualTo((2, 2, 2)));
        Assert.That(series.Dates, Is.EqualTo(new[] { Day(0), Day(5) }));
        Assert.That(SeriesTarget.All.In(series), Is.EqualTo(series.Dates));
        Assert.That(new SeriesTarget(Day(3)).In(series), Is.EqualTo(new[] { Day(3) }));
    }

    [Test]
    public void A_series_without_dates_is_refused() => Assert.That(() => ImageSeries.Of([], [], []), Throws.ArgumentException.With.Message.Contains("one date at least"));

    [Test]
    public void A_date_without_mask_is_refused() =>
        Assert.That(() => ImageSeries.Of([Day(0)], [Image(1, 2, 3, 4)], []), Throws.ArgumentException.With.Message.Contains("1 dates and 0 masks"));

    [Test]
    public void Dates_must_ascend_each_once([Values(0, -1)] int second) =>
        Assert.That(
            () => Of((10, Image(1, 2, 3, 4), Mask(0, 0, 0, 0)), (10 + second, Image(1, 2, 3, 4), Mask(0, 0, 0, 0))),
            Throws.ArgumentException.With.Message.Contains("2018-01-11"));

    [Test]
    public void An_image_a_mask_or_a_radar_image_of_another_size_is_refused_by_its_date()
    {
        Assert.That(() => Of((0, Image(1, 2, 3, 4), Mask(0, 0, 0, 0)), (1, new Raster<float>(2, 1, 4), Mask(0, 0, 0, 0))), Refused("image"));
        Assert.That(() => Of((0, Image(1, 2, 3, 4), Mask(0, 0, 0, 0)), (1, Image(1, 2, 3, 4), new Raster<byte>(1, 4, 1))), Refused("mask"));
        Assert.That(
            () => ImageSeries.Of([Day(0), Day(1)], [Image(1, 2, 3, 4), Image(1, 2, 3, 4)], [Mask(0, 0, 0, 0), Mask(0, 0, 0, 0)], [null, new Raster<float>(2, 4, 4)]), Refused("SAR image"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused(string what) =>
        Throws.InstanceOf<RasterMismatchException>().With.Message.Contains($"The {what} of 2018-01-02");
}
