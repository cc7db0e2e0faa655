using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Metrics;

namespace Cloudless.Tests.Metrics;

[TestFixture]
public class MetricsCalculatorTests
{
    [Test]
    public void Constant_offset_gives_its_size_everywhere()
    {
        Raster<float> target = Noise(1, 13, 20, 24);
        Raster<float> prediction = Shifted(target, 100);
        MetricsReport report = MetricsCalculator.Compute(prediction, target);
        Assert.Multiple(() =>
        {
            Assert.That(report.All!.Mae, Is.EqualTo(0.01).Within(1e-9));
            Assert.That(report.All.Rmse, Is.EqualTo(0.01).Within(1e-9));
            Assert.That(report.All.Psnr, Is.EqualTo(40).Within(1e-6));
            Assert.That(report.All.Pixels, Is.EqualTo(480));
            Assert.That(report.All.Bands.Select(b => b.Band), Is.EqualTo(Sentinel2Band.All.Select(b => b.Id)));
            Assert.That(report.All.Bands.Select(b => b.Bias), Is.All.EqualTo(0.01).Within(1e-9));
            Assert.That(report.Clear, Is.Null);
            Assert.That(report.Reproduction, Is.Null);
        });
    }

    [Test]
    public void Equal_images_are_perfect_and_survive_json()
    {
        Raster<float> image = Noise(2, 3, 12, 12);
        MetricsReport report = MetricsReport.FromJson(MetricsCalculator.Compute(image, image).ToJson());
        Assert.Multiple(() =>
        {
            Assert.That(report.All!.Mae, Is.Zero);
            Assert.That(report.All.Psnr, Is.EqualTo(double.PositiveInfinity));
            // acos turns the last bit of a cosine near 1 into 1e-6 degrees.
            Assert.That(report.All.SamDegrees, Is.Zero.Within(1e-5));
            Assert.That(report.All.Ssim, Is.EqualTo(1).Within(1e-12));
            Assert.That(report.All.SsimDSen2Cr, Is.EqualTo(1).Within(1e-12));
        });
    }

    [Test]
    public void Mask_divides_pixels_and_leaves_out_nodata()
    {
        Raster<float> target = Noise(3, 2, 4, 4);
        Raster<float> input = Shifted(target, 300);
        Raster<float> prediction = Shifted(target, 100);
        var mask = new Raster<byte>(1, 4, 4);
        mask.Data[0] = PixelClass.Cloud;
        mask.Data[1] = PixelClass.Shadow;
        mask.Data[2] = PixelClass.NoData;
        prediction.Data[0] += 100;
        prediction.Data[2] = 1e9f;
        MetricsReport report = MetricsCalculator.Compute(prediction, target, input, mask);
        Assert.Multiple(() =>
        {
            Assert.That(report.All!.Pixels, Is.EqualTo(15));
            Assert.That(report.Covered!.Pixels, Is.EqualTo(2));
            Assert.That(report.Covered.Mae, Is.EqualTo((0.02 + 0.01 + 0.01 + 0.01) / 4).Within(1e-9));
            Assert.That(report.Clear!.Mae, Is.EqualTo(0.01).Within(1e-9));
            Assert.That(report.Reproduction!.Mae, Is.EqualTo(0.02).Within(1e-9));
            Assert.That(report.All.Ssim, Is.Not.Null);
            Assert.That(report.All.SsimDSen2Cr, Is.Null, "no 11x11 window fits");
        });
    }

    [Test]
    public void Spectral_angle_skips_zero_spectra()
    {
        var prediction = new Raster<float>(2, 1, 3, [1000, 0, 1000, /* second band */ 0, 0, 1000]);
        var target = new Raster<float>(2, 1, 3, [0, 500, 1000, /* second band */ 500, 500, 0]);
        // 90 degrees, none, 45 degrees.
        Assert.That(MetricsCalculator.Compute(prediction, target).All!.SamDegrees, Is.EqualTo(67.5).Within(1e-9));
    }

    [Test]
    public void Similarity_equals_the_definition()
    {
        const int Size = 13;
        Raster<float> a = Noise(5, 1, Size, Size), b = Noise(6, 1, Size, Size);
        double[,] map = SimilarityByDefinition(a, b);
        double inner = 0;
        for (int y = 5; y < Size - 5; y++)
        {
            for (int x = 5; x < Size - 5; x++)
            {
                inner += map[y, x] / 9;
            }
        }

        ImageMetrics metrics = MetricsCalculator.Compute(a, b).All!;
        Assert.Multiple(() =>
        {
            Assert.That(metrics.Ssim, Is.EqualTo(map.Cast<double>().Average()).Within(1e-12));
            Assert.That(metrics.SsimDSen2Cr, Is.EqualTo(inner).Within(1e-12));
        });
    }

    [Test]
    public void Different_sizes_are_refused_with_both_shapes() =>
        Assert.That(
            () => MetricsCalculator.Compute(new Raster<float>(13, 4, 5), new Raster<float>(13, 4, 6)),
            Throws.TypeOf<RasterMismatchException>().With.Message.Contains("[13,4,5]").And.Message.Contains("[13,4,6]"));

    private static double[,] SimilarityByDefinition(Raster<float> a, Raster<float> b)
    {
        int h = a.Height, w = a.Width;
        double total = 0;
        for (int dy = -5; dy <= 5; dy++)
        {
            for (int dx = -5; dx <= 5; dx++)
            {
                total += Math.Exp(-((dy * dy) + (dx * dx)) / 4.5);
            }
        }

        var map = new double[h, w];
        for (int y = 0; y < h; y++)
        {
            for (int x = 0; x < w; x++)
            {
                double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
                for (int v = Math.Max(0, y - 5); v <= Math.Min(h - 1, y + 5); v++)
                {
                    for (int u = Math.Max(0, x - 5); u <= Math.Min(w - 1, x + 5); u++)
                    {
                        double g = Math.Exp(-(((v - y) * (v - y)) + ((u - x) * (u - x))) / 4.5) / total;
                        double p = a[0, v, u] / 1e4, q = b[0, v, u] / 1e4;
                        (ma, mb, aa, bb, ab) = (ma + (g * p), mb + (g * q), aa + (g * p * p), bb + (g * q * q), ab + (g * p * q));
                    }
                }

                double luminance = ((2 * ma * mb) + 1e-4) / ((ma * ma) + (mb * mb) + 1e-4);
                map[y, x] = luminance * ((2 * (ab - (ma * mb))) + 9e-4) / (aa - (ma * ma) + bb - (mb * mb) + 9e-4);
            }
        }

        return map;
    }

    private static Raster<float> Noise(ulong seed, int channels, int height, int width)
    {
        var random = new SeededRandom(seed);
        var image = new Raster<float>(channels, height, width);
        foreach (ref float v in image.Data.AsSpan())
        {
            v = 200 + random.Next(4_000);
        }

        return image;
    }

    private static Raster<float> Shifted(Raster<float> image, float dn) =>
        new(image.Channels, image.Height, image.Width, [.. image.Data.Select(v => v + dn)]);
}
