using Cloudless.Imagery;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class HighFrequenciesTests
{
    [TestCase(8, 4, 32)]
    [TestCase(8, 8, 32)]
    public void Images_and_masks_of_another_size_are_refused(int height, int width, int mask)
    {
        var detail = new HighFrequencies(new Raster<float>(13, 8, 8));
        Assert.That(() => detail.Of(new Raster<float>(13, height, width), new bool[mask]), Throws.ArgumentException.With.Message.Contains("8 x 8"));
    }

    [Test]
    public void Transform_keeps_the_power_and_comes_back()
    {
        var random = new SeededRandom(1);
        float[] plane = [.. Enumerable.Range(0, 12 * 20).Select(_ => (float)random.NextDouble(-1, 1))];
        var transform = new CosineTransform(12, 20);
        double[] coefficients = transform.Forward(plane);
        Assert.Multiple(() =>
        {
            Assert.That(coefficients.Sum(c => c * c), Is.EqualTo(plane.Sum(v => (double)v * v)).Within(1e-9));
            Assert.That(transform.Inverse([.. coefficients]), Is.EqualTo(plane.Select(v => (double)v)).Within(1e-9));
        });
    }

    [Test]
    public void Brightness_is_no_detail_of_any_size()
    {
        var random = new SeededRandom(2);
        var clear = new Raster<float>(13, 16, 16);
        foreach (ref float value in clear.Data.AsSpan())
        {
            value = (float)random.NextDouble(500, 1500);
        }

        var brighter = new Raster<float>(13, 16, 16, [.. clear.Data.Select(v => v + 4000)]);
        DetailKept kept = new HighFrequencies(clear).Of(brighter, new bool[16 * 16]);

        // Sums of float32 with 5000 in them.
        Assert.That(kept.Spectrum.Where(double.IsFinite), Is.All.EqualTo(1).Within(1e-4));
    }

    [TestCase(2, 3.0)]
    [TestCase(0, 1.0)]
    public void Detail_is_that_of_the_four_bands_of_10_meters(int band, double outside)
    {
        var random = new SeededRandom(3);
        var clear = new Raster<float>(13, 16, 16, [.. Enumerable.Range(0, 13 * 16 * 16).Select(_ => (float)random.NextDouble(500, 1500))]);
        var image = new Raster<float>(13, 16, 16, [.. clear.Data]);
        foreach (ref float value in image.Channel(band))
        {
            value *= 3;
        }

        // Nine times the power in one of four bands, or in one that is not looked at.
        Assert.That(new HighFrequencies(clear).Of(image, new bool[16 * 16]).Outside, Is.EqualTo(outside).Within(1e-4));
    }

    [Test]
    public void A_wave_lies_at_its_frequency()
    {
        // cos(pi (2x+1) 8 / 64): 8 half waves over 32 pixels, 0.125 cycles per pixel.
        float[] plane = [.. Enumerable.Range(0, 32 * 32).Select(i => MathF.Cos(MathF.PI * ((2 * (i % 32)) + 1) * 8 / 64))];
        var transform = new CosineTransform(32, 32);
        double[] power = [.. transform.Forward(plane).Select(c => c * c)];
        Assert.That(Array.IndexOf(power, power.Max()), Is.EqualTo(8));
        Assert.That(transform.Frequency(0, 8), Is.EqualTo(0.125));
    }

    [Test]
    public void Blur_in_the_mask_is_found_in_the_mask_alone()
    {
        Raster<float> clear = Texture(1), blurred = Blurred(clear);
        bool[] left = [.. Enumerable.Range(0, clear.PlaneLength).Select(i => i % clear.Width < clear.Width / 2)];
        var mixed = new Raster<float>(clear.Channels, clear.Height, clear.Width);
        for (int i = 0; i < mixed.Data.Length; i++)
        {
            mixed.Data[i] = left[i % clear.PlaneLength] ? blurred.Data[i] : clear.Data[i];
        }

        var detail = new HighFrequencies(clear);
        DetailKept same = detail.Of(clear, left), half = detail.Of(mixed, left);
        Assert.Multiple(() =>
        {
            Assert.That((same.Inside, same.Outside), Is.EqualTo((1.0, 1.0)));
            Assert.That(same.Spectrum, Is.EqualTo(Enumerable.Repeat(1.0, HighFrequencies.Rings)).Within(1e-12));
            Assert.That(half.Inside, Is.LessThan(0.2), "a mean of 3 x 3 leaves little above half of the finest frequency");
            Assert.That(half.Outside, Is.EqualTo(1).Within(0.1), "but for the seam");
            Assert.That(half.Spectrum[8], Is.LessThan(half.Spectrum[1]));
        });
    }

    [Test]
    public void Noise_is_more_detail_than_there_is_and_an_empty_mask_has_none()
    {
        Raster<float> clear = Texture(1), other = Texture(2), noisy = new(clear.Channels, clear.Height, clear.Width);
        for (int i = 0; i < noisy.Data.Length; i++)
        {
            noisy.Data[i] = clear.Data[i] + other.Data[i];
        }

        DetailKept detail = new HighFrequencies(clear).Of(noisy, new bool[clear.PlaneLength]);
        Assert.That(detail.Inside, Is.NaN);
        Assert.That(detail.Outside, Is.EqualTo(2).Within(0.3), "the power of two independent textures adds up");
    }

    private static Raster<float> Texture(ulong seed)
    {
        var random = new SeededRandom(seed);
        var image = new Raster<float>(Sentinel2Band.Count, 48, 48);
        foreach (ref float value in image.Data.AsSpan())
        {
            value = (float)random.NextDouble(0, 1000);
        }

        return image;
    }

    private static Raster<float> Blurred(Raster<float> image)
    {
        var blurred = new Raster<float>(image.Channels, image.Height, image.Width);
        for (int c = 0; c < image.Channels; c++)
        {
            for (int y = 0; y < image.Height; y++)
            {
                for (int x = 0; x < image.Width; x++)
                {
                    float sum = 0;
                    for (int at = 0; at < 9; at++)
                    {
                        sum += image[c, Math.Clamp(y - 1 + (at / 3), 0, image.Height - 1), Math.Clamp(x - 1 + (at % 3), 0, image.Width - 1)];
                    }

                    blurred[c, y, x] = sum / 9;
                }
            }
        }

        return blurred;
    }
}
