using Cloudless.Imagery;
using Cloudless.Temporal;
using static Cloudless.Tests.Temporal.SmallSeries;

namespace Cloudless.Tests.Temporal.Decomposition;

[TestFixture]
public class DecompositionTests
{
    private static IEnumerable<string> Methods => SeriesMethods.Names.Except(["least-cloudy", "mosaic-mean", "mosaic"]);

    [TestCaseSource(nameof(Methods))]
    public void One_date_is_refused_by_the_methods_name(string name) =>
        Assert.That(() => SeriesMethods.Of(name).Run(Of((0, Image(1, 2, 3, 4), Mask(0, 0, 0, 0))), SeriesTarget.All, default), Throws.InstanceOf<CloudlessException>().With.Message.StartsWith(name).And.Message.Contains("two dates"));

    [TestCaseSource(nameof(Methods))]
    public void Nothing_but_clouds_is_refused(string name) =>
        Assert.That(
            () => SeriesMethods.Of(name).Run(Of((0, Image(1, 2, 3, 4), Mask(1, 1, 1, 1)), (1, Image(1, 2, 3, 4), Mask(1, 2, 255, 1))), SeriesTarget.All, default),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("no pixel of the series is clear"));

    [TestCaseSource(nameof(Methods))]
    public void Clear_pixels_are_kept_and_a_date_without_data_is_filled(string name)
    {
        MadeSeries made = MadeSeries.Of(dates: 6, rank: 1, share: 0.1, told: true);
        Raster<byte> nothing = new(1, 24, 24, [.. Enumerable.Repeat((byte)255, 24 * 24)]);
        ImageSeries series = ImageSeries.Of(
            made.Series.Dates, [.. made.Series.Optical.Take(5), new Raster<float>(2, 24, 24)], [.. made.Series.Masks.Take(5), nothing]);
        SeriesResult result = SeriesMethods.Of(name).Run(series, SeriesTarget.All, default);
        Assert.That(result.Images, Has.Count.EqualTo(6));
        for (int i = 0; i < 24 * 24; i++)
        {
            if (series.Masks[1].Data[i] == 0)
            {
                Assert.That(result.Images[1].Optical.Data[i], Is.EqualTo(series.Optical[1].Data[i]));
            }
        }

        // Grounds are mixed of 60 to 3000 DN; a date without data looks like the others, not black and not a cloud.
        Assert.That(result.Images[5].Optical.Data.Average(), Is.InRange(300, 2500));
    }

    [TestCase("nmf")]
    [TestCase("nmf-incremental")]
    public void A_date_without_data_and_a_corner_that_the_first_dates_hide_leave_nothing_black(string name)
    {
        MadeSeries made = MadeSeries.Of(dates: 10, rank: 1, share: 0.1, told: true);
        Raster<byte>[] masks = [.. made.Series.Masks];
        masks[7] = new Raster<byte>(1, 24, 24, [.. Enumerable.Repeat((byte)1, 24 * 24)]);
        for (int d = 0; d < 6; d++)
        {
            masks[d].Data.AsSpan(0, 12).Fill(1);
        }

        SeriesResult result = SeriesMethods.Of(name).Run(ImageSeries.Of(made.Series.Dates, made.Series.Optical, masks), SeriesTarget.All, default);

        // Grounds are mixed of 60 to 3000 DN.
        Assert.That(result.Images.Select(i => i.Optical.Data.Average()), Is.All.InRange(300, 2500));
        Assert.That(result.Images.Take(6).Select(i => i.Optical.Data.Take(12).Average()), Is.All.GreaterThan(60));
    }

    [TestCaseSource(nameof(Methods))]
    public void A_day_between_the_dates_gets_the_nearest_ones_background_and_a_note(string name)
    {
        MadeSeries made = MadeSeries.Of(dates: 4, rank: 1, share: 0.1, told: true);
        SeriesResult result = SeriesMethods.Of(name).Run(made.Series, new SeriesTarget(Day(30)), default);
        Assert.That(result.Images.Single().Date, Is.EqualTo(Day(30)));
        Assert.That(result.Notes, Has.Some.Contains("2018-01-31").And.Some.Contains("2018-01-04"));
    }

    [Test]
    public void A_method_that_is_not_there_is_refused_with_those_that_are() =>
        Assert.That(() => SeriesMethods.Of("magic"), Throws.ArgumentException.With.Message.Contains("mosaic").And.Message.Contains("robust-pca"));
}
