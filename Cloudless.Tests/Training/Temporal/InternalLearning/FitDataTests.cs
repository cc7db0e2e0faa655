using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks;
using Cloudless.Temporal;
using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Temporal;

[TestFixture]
public class FitDataTests
{
    private static readonly InternalLearningOptions Options = new() { HeldOutShare = 0 };

    [Test]
    public void Image_is_padded_to_what_the_network_halves_and_padding_never_counts()
    {
        var image = new Raster<float>(1, 3, 5, [.. Enumerable.Range(0, 15).Select(i => (float)i)]);
        var series = ImageSeries.Of([new DateOnly(2018, 1, 1)], [image], [new Raster<byte>(1, 3, 5)]);
        FitData data = FitData.Of(series, new SequenceToSequenceOptions { Bands = 1, Levels = 2, NoiseChannels = 1 }, Options);
        Assert.Multiple(() =>
        {
            Assert.That((data.Height, data.Width), Is.EqualTo((4, 8)));
            Assert.That(data.Target[16..24], Is.EqualTo(new float[] { 10, 11, 12, 13, 14, 14, 14, 14 }));
            Assert.That(data.Target[24..], Is.EqualTo(data.Target[16..24]));
            Assert.That(data.Use.Sum(), Is.EqualTo(15));
            Assert.That(data.Mean(0), Is.EqualTo(7));
        });
    }

    [Test]
    public void Date_without_SAR_is_driven_by_that_of_the_nearest_day()
    {
        FitData data = FitData.Of(MadeSeries.Of(3, sar: true), new SequenceToSequenceOptions { Sar = true, Bands = 3 }, Options);
        int date = 2 * MadeSeries.Side * MadeSeries.Side;
        Assert.That(data.Input.AsSpan(date, date).SequenceEqual(data.Input.AsSpan(0, date)), Is.True);
    }

    [Test]
    public void Noise_is_standard_normal_and_of_its_seed()
    {
        var network = new SequenceToSequenceOptions { Bands = 3, NoiseChannels = 4 };
        float[] noise = FitData.Of(MadeSeries.Of(3), network, Options).Input, other = FitData.Of(MadeSeries.Of(3), network, Options with { Seed = 2 }).Input;
        Assert.Multiple(() =>
        {
            // 12,288 numbers: the mean strays by 0.009, the mean square by 0.013.
            Assert.That(noise.Average(), Is.Zero.Within(0.05));
            Assert.That(noise.Average(n => n * n), Is.EqualTo(1).Within(0.07));
            Assert.That(noise, Is.EqualTo(FitData.Of(MadeSeries.Of(3), network, Options).Input));
            Assert.That(noise, Is.Not.EqualTo(other));
        });
    }

    [TestCase(PixelClass.Cloud)]
    [TestCase(PixelClass.NoData)]
    public void Series_without_a_clear_pixel_is_refused(byte pixelClass)
    {
        ImageSeries series = MadeSeries.Of(2);
        foreach (Raster<byte> mask in series.Masks)
        {
            Array.Fill(mask.Data, pixelClass);
        }

        Assert.That(() => FitData.Of(series, new SequenceToSequenceOptions { Bands = 3 }, Options), Throws.TypeOf<CloudlessException>().With.Message.Contains("No pixel of the series is clear"));
    }

    [Test]
    public void Batch_is_cut_out_in_dates_and_pixels()
    {
        FitData data = FitData.Of(MadeSeries.Of(4), new SequenceToSequenceOptions { Bands = 3, NoiseChannels = 1 }, Options);
        FitBatch batch = FitBatch.Of(data, 1, 2, new Window(16, 4, 4, 8));
        Assert.Multiple(() =>
        {
            Assert.That((batch.Target.Length, batch.Use.Length, batch.Input.Length), Is.EqualTo((2 * 3 * 32, 2 * 32, 2 * 32)));
            Assert.That(batch.Target[0], Is.EqualTo(MadeSeries.Ground(0, 1, 4, 16)));
            Assert.That(batch.Target[(3 * 32) + 32 + 4], Is.EqualTo(MadeSeries.Ground(1, 2, 5, 16)));
            Assert.That(batch.Use[16..20], Is.EqualTo(new float[] { 0, 1, 1, 1 }), "in row 8 the cloud of the second date ends at column 17");
        });
    }
}
