using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Masks;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Temporal;
using Cloudless.Tests.Networks;

namespace Cloudless.Tests.Temporal;

[TestFixture]
public class SequenceToPointMethodTests
{
    private const int Height = 150, Width = 131;
    private static readonly SequenceToPointOptions Options = new() { Branch = new DSen2CrOptions { Features = 3, Blocks = 1, Sar = false }, Features = 3 };
    private static readonly SeriesModel Model = SequenceToPointTests.Make(Options);

    [TestCase(1)]
    [TestCase(3)]
    public void Tiles_and_threads_do_not_show(int threads)
    {
        ImageSeries series = Series(3);
        using var method = new SequenceToPointMethod(Model, 3, keepClear: false, new ExecutionOptions { Threads = threads });
        float[] found = method.Run(series, new SeriesTarget(series.Dates[2]), CancellationToken.None).Images.Single().Optical.Data, whole = new float[found.Length];
        using var engine = new SeriesEngine(Model, new ExecutionOptions { Threads = 1 });
        engine.Run([.. series.Optical.SelectMany(o => o.Data)], new TensorShape(3, 13, Height, Width), whole);

        // ONNX Runtime adds in another order at another size: some last bits of values of the size of 10000.
        Assert.That(found, Is.EqualTo(whole).Within(0.02));
        using var single = new SequenceToPointMethod(Model, 3, keepClear: false, new ExecutionOptions { Threads = 1 });
        Assert.That(single.Run(series, new SeriesTarget(series.Dates[2]), CancellationToken.None).Images.Single().Optical.Data, Is.EqualTo(found));
    }

    [Test]
    public void Clear_pixels_of_the_day_itself_stay_as_they_are()
    {
        ImageSeries series = Series(3);
        series.Masks[1].Data[7] = PixelClass.Cloud;
        using var method = new SequenceToPointMethod(Model);
        SeriesResult result = method.Run(series, SeriesTarget.All, CancellationToken.None);
        Raster<float> image = result.Images[1].Optical, own = series.Optical[1];
        Assert.Multiple(() =>
        {
            Assert.That(result.Images.Select(i => i.Date), Is.EqualTo(series.Dates));
            Assert.That(image[0, 0, 6], Is.EqualTo(own[0, 0, 6]));
            Assert.That(image[0, 0, 7], Is.Not.EqualTo(own[0, 0, 7]));
            Assert.That(result.ClearDates[0, 0, 7], Is.EqualTo(2));
        });
    }

    [Test]
    public void Nearest_dates_with_the_least_cloud_are_taken_and_the_day_itself()
    {
        ImageSeries series = Series(9);
        series.Masks[4].Data.AsSpan().Fill(PixelClass.Cloud);
        series.Masks[3].Data.AsSpan().Fill(PixelClass.Cloud);

        // Of the six nearest to date 4, which is kept and comes last, dates 5 and 2 are clear and near; date 3 is clouded.
        Assert.That(SeriesDates.Choose(series, [.. Enumerable.Range(0, 9)], series.Dates[4], 3), Is.EqualTo(new[] { 2, 5, 4 }));
    }

    [Test]
    public void Series_of_too_few_dates_or_bands_is_refused()
    {
        using var method = new SequenceToPointMethod(Model);
        ImageSeries gaps = Series(3);
        gaps.Masks[0].Data.AsSpan().Fill(PixelClass.NoData);
        ImageSeries bands = SmallSeries.Of((0, SmallSeries.Image(1, 2, 3, 4), SmallSeries.Mask(0, 0, 0, 0)));
        Assert.Multiple(() =>
        {
            Assert.That(() => method.Run(gaps, SeriesTarget.All, CancellationToken.None), Throws.TypeOf<CloudlessException>().With.Message.Contains("2 dates").And.Message.Contains("3 at least"));
            Assert.That(() => method.Run(bands, SeriesTarget.All, CancellationToken.None), Throws.TypeOf<BandMissingException>().With.Message.Contains("2 bands"));
            Assert.That(() => new SequenceToPointMethod(Model, 6), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void An_error_of_a_tile_comes_as_it_is_from_any_number_of_threads()
    {
        var method = new SequenceToPointMethod(Model, options: new ExecutionOptions { Threads = 3 });
        method.Dispose();
        Assert.That(() => method.Run(Series(3), SeriesTarget.All, CancellationToken.None), Throws.TypeOf<ObjectDisposedException>(), "and the process lives");
        using var canceled = new SequenceToPointMethod(Model, options: new ExecutionOptions { Threads = 3 });
        Assert.That(() => canceled.Run(Series(3), SeriesTarget.All, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Missing_sar_is_filled_where_the_model_knows_how_and_refused_elsewhere()
    {
        SequenceToPointOptions withSar = Options with { Branch = Options.Branch with { Sar = true } };
        ImageSeries optical = Series(3);
        var fill = new Raster<float>(2, Height, Width);
        fill.Data.AsSpan().Fill(-20);
        ImageSeries both = ImageSeries.Of(optical.Dates, optical.Optical, optical.Masks, [fill, null, fill]);
        using var knows = new SequenceToPointMethod(SequenceToPointTests.Make(withSar, sarFill: -20), 3, keepClear: false);
        using var strict = new SequenceToPointMethod(SequenceToPointTests.Make(withSar));
        var day = new SeriesTarget(optical.Dates[0]);
        Assert.That(knows.Run(both, day, CancellationToken.None).Images[0].Optical.Data, Is.EqualTo(knows.Run(optical, day, CancellationToken.None).Images[0].Optical.Data));
        Assert.That(() => strict.Run(both, day, CancellationToken.None), Throws.TypeOf<BandMissingException>().With.Message.Contains("no SAR"));
    }

    private static ImageSeries Series(int dates)
    {
        var random = new SeededRandom(4);
        Raster<float> Image()
        {
            var image = new Raster<float>(13, Height, Width);
            for (int i = 0; i < image.Data.Length; i++)
            {
                image.Data[i] = (float)random.NextDouble(0, 4000);
            }

            return image;
        }

        return ImageSeries.Of(
            [.. Enumerable.Range(0, dates).Select(d => SmallSeries.Day(d * 10))], [.. Enumerable.Range(0, dates).Select(_ => Image())],
            [.. Enumerable.Range(0, dates).Select(_ => new Raster<byte>(1, Height, Width))]);
    }
}
