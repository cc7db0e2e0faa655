using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;
using static Cloudless.Tests.Temporal.SmallSeries;

namespace Cloudless.Tests.Temporal.Mosaicing;

[TestFixture]
public class NearestMosaicTests
{
    private static readonly MosaicOptions Plain = new() { Level = MosaicLevel.None, Feather = 0 };

    [Test]
    public void A_pixel_is_the_days_own_or_that_of_the_nearest_clear_date_the_earlier_of_equals()
    {
        ImageSeries series = Of(
            (0, Image(10, 10, 10, 10), Mask(0, 0, 0, 0)),
            (4, Image(20, 20, 20, 20), Mask(0, 0, 2, 1)),
            (6, Image(30, 30, 30, 30), Mask(0, 1, 1, 255)),
            (8, Image(40, 40, 40, 40), Mask(0, 0, 0, 1)));
        SeriesResult result = new NearestMosaic(Plain).Run(series, new SeriesTarget(Day(6)), default);
        Assert.That(result.Images.Single().Optical.Data, Is.EqualTo(new float[] { 30, 20, 40, 10, 31, 21, 41, 11 }));
        Assert.That(result.ClearDates.Data, Is.EqualTo(new ushort[] { 4, 3, 2, 1 }));
        Assert.That(result.Notes, Is.Empty);
    }

    [Test]
    public void Several_dates_are_averaged_by_nearness()
    {
        ImageSeries series = Of((0, Image(10, 10, 10, 10), Mask(0, 0, 0, 0)), (1, Image(1, 1, 1, 1), Mask(1, 1, 1, 1)), (4, Image(30, 30, 30, 30), Mask(0, 0, 0, 1)));
        float[] plane = new NearestMosaic(Plain with { Dates = 2 }).Run(series, new SeriesTarget(Day(1)), default).Images[0].Optical.Channel(0).ToArray();

        // One day away weighs 1/2, three days 1/4.
        Assert.That(plane, Is.EqualTo(new[] { (10f / 2 + 30f / 4) / 0.75f, (10f / 2 + 30f / 4) / 0.75f, (10f / 2 + 30f / 4) / 0.75f, 10 }).Within(1e-4));
    }

    [Test]
    public void Another_date_is_brought_to_the_level_of_the_day()
    {
        ImageSeries series = Brightened(clouds: (x, _) => x >= 24);
        Raster<float> truth = Ground(40, 40);
        Raster<float> offset = Run(series, new MosaicOptions { Feather = 0, Level = MosaicLevel.Offset });
        Raster<float> line = Run(series, new MosaicOptions { Feather = 0, Level = MosaicLevel.GainAndOffset });
        for (int i = 0; i < truth.Data.Length; i++)
        {
            // The line is drawn a little towards a gain of 1, less than a thousandth for this ground.
            Assert.That(line.Data[i], Is.EqualTo(truth.Data[i]).Within(8));
        }

        Assert.That(Error(offset, truth), Is.GreaterThan(10 * Error(line, truth)));
        Assert.That(line[0, 3, 5], Is.EqualTo(truth[0, 3, 5]), "the day's own pixels are kept as they are");
    }

    [Test]
    public void A_local_difference_is_carried_into_the_hole_and_leaves_no_seam()
    {
        // In the right half the other date is 300 DN brighter, which no line over the whole image tells.
        Raster<float> truth = Ground(64, 64);
        var other = new Raster<float>(2, 64, 64, [.. truth.Data.Select((v, i) => v + (i % 64 >= 32 ? 300 : 0))]);
        ImageSeries series = ImageSeries.Of(
            [Day(0), Day(5)], [truth, other], [MaskOf(64, 64, (x, y) => x is >= 52 and < 60 && y is >= 20 and < 28), MaskOf(64, 64, (_, _) => false)]);
        var offset = new MosaicOptions { Level = MosaicLevel.Offset };
        Raster<float> hard = Run(series, offset with { Feather = 0 }), soft = Run(series, offset with { Feather = 8 });
        Assert.That(Math.Abs(hard[0, 24, 56] - truth[0, 24, 56]), Is.GreaterThan(60));
        Assert.That(soft[0, 24, 56], Is.EqualTo(truth[0, 24, 56]).Within(30), "a tenth of the step of 300 DN");
    }

    [Test]
    public void A_pixel_that_is_never_clear_gets_the_mean_of_the_level_and_a_note()
    {
        ImageSeries series = Of((0, Image(10, 20, 30, 99), Mask(0, 0, 0, 1)), (1, Image(1, 1, 1, 1), Mask(1, 1, 1, 1)));
        SeriesResult result = new NearestMosaic(Plain with { LeastReference = 0 }).Run(series, new SeriesTarget(Day(0)), default);
        Assert.That(result.Images[0].Optical[0, 1, 1], Is.EqualTo(20));
        Assert.That(result.Notes, Has.Some.Contains("1 of 4 pixels"));
    }

    [Test]
    public void A_series_of_nothing_but_clouds_is_flat_and_says_so()
    {
        SeriesResult result = new NearestMosaic().Run(Of((0, Image(1, 2, 3, 4), Mask(1, 1, 2, 1)), (3, Image(1, 2, 3, 4), Mask(1, 1, 2, 255))), SeriesTarget.All, default);
        Assert.That(result.Images.SelectMany(i => i.Optical.Data), Is.All.EqualTo(5000));
        Assert.That(result.Notes, Has.Some.Contains("no pixel is clear on any date"));
    }

    [Test]
    public void A_single_date_keeps_what_is_clear()
    {
        SeriesResult result = new NearestMosaic(Plain).Run(Of((0, Image(10, 20, 30, 9000), Mask(0, 0, 0, 1))), SeriesTarget.All, default);
        Assert.That(result.Images[0].Optical.Channel(0)[..3].ToArray(), Is.EqualTo(new float[] { 10, 20, 30 }));
    }

    [Test]
    public void A_day_that_is_not_in_the_series_takes_the_level_of_the_nearest_date()
    {
        ImageSeries series = Brightened(clouds: (x, _) => x >= 30);
        SeriesResult result = new NearestMosaic(new MosaicOptions { Level = MosaicLevel.GainAndOffset }).Run(series, new SeriesTarget(Day(1)), default);
        Assert.That(result.Images[0].Date, Is.EqualTo(Day(1)));
        Assert.That(result.Notes, Has.Some.Contains("the level is that of 2018-01-01"));
        Assert.That(Error(result.Images[0].Optical, Ground(40, 40)), Is.LessThan(8));
    }

    [Test]
    public void Windows_give_the_bits_of_the_whole_and_so_does_any_number_of_threads()
    {
        ImageSeries series = Brightened(clouds: (x, y) => ((x - 20) * (x - 20)) + ((y - 18) * (y - 18)) < 90);
        var windows = new MemoryWindows(series);
        var options = new MosaicOptions { Feather = 3, Dates = 2 };
        MosaicLevels levels = MosaicLevels.Measure(windows, Day(0), options, threads: 4, default);
        Raster<float> whole = new NearestMosaic(options).Run(series, new SeriesTarget(Day(0)), default).Images[0].Optical;
        foreach (Window window in new[] { new Window(0, 0, 17, 40), new Window(17, 5, 6, 9), new Window(23, 11, 17, 29) })
        {
            ushort[] counts = new ushort[window.Width * window.Height];
            Raster<float> part = new MosaicPainter(windows, levels, options, Day(0)).Paint(windows, window, counts);
            Assert.That(part.Data, Is.EqualTo(whole.Crop(window).Data));
            Assert.That(counts, Is.EqualTo(ClearCount.Of(series.Masks).Crop(window).Data));
        }
    }

    [Test]
    public void Levels_of_a_large_scene_come_from_an_even_lattice()
    {
        IReadOnlyList<Window> windows = LevelSample.Windows(10980, 300);
        Assert.That(windows, Has.Count.EqualTo(16));
        Assert.That(windows.All(w => w.FitsIn(10980, 300)));
        Assert.That(windows.Select(w => w.Column).Distinct().Order().Zip(windows.Select(w => w.Column).Distinct().Order().Skip(1), (a, b) => b - a), Is.All.InRange(1280, 1536));
        Assert.That(LevelSample.Windows(600, 256).Select(w => w.Width), Is.EqualTo(new[] { 256, 256, 88 }));
    }

    [Test]
    public void Impossible_options_are_refused([Values] bool feather) =>
        Assert.That(() => new NearestMosaic(feather ? new MosaicOptions { Feather = 257 } : new MosaicOptions { LeastReference = 2 }), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static Raster<float> Run(ImageSeries series, MosaicOptions options) => new NearestMosaic(options).Run(series, new SeriesTarget(Day(0)), default).Images[0].Optical;

    private static double Error(Raster<float> a, Raster<float> b) => a.Data.Zip(b.Data, (x, y) => Math.Abs((double)x - y)).Average();

    // The ground under clouds, then a date of twice the contrast, 200 DN darker.
    private static ImageSeries Brightened(Func<int, int, bool> clouds)
    {
        Raster<float> truth = Ground(40, 40);
        var cloudy = new Raster<float>(2, 40, 40, [.. truth.Data.Select((v, i) => clouds(i % 40, i / 40 % 40) ? 9000 : v)]);
        var other = new Raster<float>(2, 40, 40, [.. truth.Data.Select(v => (2 * v) - 200)]);
        return ImageSeries.Of([Day(0), Day(5)], [cloudy, other], [MaskOf(40, 40, clouds), MaskOf(40, 40, (_, _) => false)]);
    }

    private static Raster<float> Ground(int height, int width)
    {
        var random = new SeededRandom(3);
        return new Raster<float>(2, height, width, [.. Enumerable.Range(0, 2 * height * width).Select(i => (float)Math.Round(random.NextDouble(500, 3000)))]);
    }

    private static Raster<byte> MaskOf(int height, int width, Func<int, int, bool> cloud) =>
        new(1, height, width, [.. Enumerable.Range(0, height * width).Select(i => cloud(i % width, i / width) ? PixelClass.Cloud : PixelClass.Clear)]);
}
