using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Metrics;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Tests.Removal.PriorFills;

[TestFixture]
public class PriorFillTests
{
    [Test]
    public void Median_comes_from_clear_pixels_and_fills_only_covered_ones()
    {
        FillImage learned = Image(1, 5, (_, pixel) => pixel == 4 ? 9_000 : 100 * (pixel + 1), [0, 0, 0, 2, 1]);
        FillImage filled = Image(1, 4, (_, _) => 5_000, [0, 1, 2, 255]);
        float[] band = GlobalMedianSpectrum.Fit([learned]).Apply(filled).Channel(6).ToArray();
        Assert.That(band, Is.EqualTo(new float[] { 5_000, 200, 200, 5_000 }));
    }

    [TestCase(200, 1_300)]
    [TestCase(199, 1_000)]
    public void Patch_median_is_shrunk_to_the_global_one_and_left_out_of_overcast_images(int clear, float expected)
    {
        GlobalMedianSpectrum global = GlobalMedianSpectrum.Fit([Image(1, 1, (_, _) => 1_000, [0])]);
        byte[] mask = [.. Enumerable.Repeat((byte)0, clear), 1];
        FillImage image = Image(1, mask.Length, (_, pixel) => pixel < clear ? 2_000 : 9_000, mask);
        Assert.That(new PatchMedianFill(global, 0.3).Apply(image)[0, 0, clear], Is.EqualTo(expected).Within(1e-3));
    }

    [Test]
    public void Regression_finds_the_plane_that_made_the_bands()
    {
        const int Side = 32;
        Raster<float> sar = Sar(Side, 3);
        float Plane(int band, int pixel) => 2_000 + (40 * band) + (30 * sar.Data[pixel]) + (20 * sar.Data[(Side * Side) + pixel]);
        byte[] mask = [.. Enumerable.Range(0, Side * Side).Select(i => (byte)(i % 3 == 0 ? 1 : 0))];
        FillImage truth = Image(Side, Side, Plane, [.. mask.Select(_ => (byte)0)], sar);
        FillImage cloudy = Image(Side, Side, (band, pixel) => mask[pixel] == 1 ? 8_000 : Plane(band, pixel), mask, sar);
        Raster<float> filled = SarRegressionFill.Fit([truth]).Apply(cloudy);
        // Single-precision DN of a few thousand carry 1e-3 DN; the ridge bends the plane by less.
        Assert.That(filled.Data, Is.EqualTo(truth.Optical.Data).Within(0.05f));
    }

    [Test]
    public void Regression_without_sar_is_refused() =>
        Assert.That(
            () => SarRegressionFill.Fit([Image(1, 1, (_, _) => 1_000, [0])]),
            Throws.ArgumentException.With.Message.Contains("SAR"));

    [Test]
    public void Fills_beat_the_cloudy_input_on_left_out_folds()
    {
        IReadOnlyList<Triplet> triplets = Triplet.All();
        var patches = triplets.Select(t => (Triplet: t, Target: t.Clear(), Cloudy: new FillImage(t.Cloudy(), t.Sar(), t.ExpectedMask()))).ToList();
        var rows = new List<(string Name, string Id, ImageMetrics Metrics)>();
        foreach (int fold in triplets.Select(t => t.Fold).Distinct().Order())
        {
            FillImage[] others = [.. patches.Where(p => p.Triplet.Fold != fold).Select(p => new FillImage(p.Target, p.Cloudy.Sar, null))];
            GlobalMedianSpectrum global = GlobalMedianSpectrum.Fit(others);
            IPriorFill[] fills = [global, new PatchMedianFill(global), SarRegressionFill.Fit(others)];
            foreach ((Triplet triplet, Raster<float> target, FillImage cloudy) in patches.Where(p => p.Triplet.Fold == fold))
            {
                rows.Add(("cloudy input", triplet.Id, MetricsCalculator.Compute(cloudy.Optical, target, ssim: false).All!));
                rows.AddRange(fills.Select(f => (f.Name, triplet.Id, MetricsCalculator.Compute(f.Apply(cloudy), target, ssim: false).All!)));
            }
        }

        string[] clear = ["1302", "2729", "ROIs2017_winter_112_p797"];
        string[] names = [.. rows.Select(r => r.Name).Distinct()];
        TestContext.Out.WriteLine("method                  | PSNR, MAE, SAM deg of 13 patches | of the 10 cloudy ones");
        foreach (string name in names)
        {
            ImageMetrics[] all = [.. rows.Where(r => r.Name == name).Select(r => r.Metrics)];
            ImageMetrics[] cloudy = [.. rows.Where(r => r.Name == name && !clear.Contains(r.Id)).Select(r => r.Metrics)];
            TestContext.Out.WriteLine($"{name,-23} | {Means(all)} | {Means(cloudy)}");
        }

        double Psnr(string name) => rows.Where(r => r.Name == name).Average(r => r.Metrics.Psnr);
        Assert.Multiple(() =>
        {
            foreach (string name in names.Skip(1))
            {
                Assert.That(Psnr(name), Is.GreaterThan(Psnr(names[0]) + 6), name);
            }
        });
    }

    private static string Means(ImageMetrics[] metrics) =>
        $"{metrics.Average(m => m.Psnr):F2} {metrics.Average(m => m.Mae):F4} {metrics.Average(m => m.SamDegrees):F2}";

    private static Raster<float> Sar(int side, ulong seed)
    {
        var random = new SeededRandom(seed);
        var sar = new Raster<float>(2, side, side);
        for (int i = 0; i < side * side; i++)
        {
            sar.Data[i] = (float)random.NextDouble(-18, -5);
            sar.Data[(side * side) + i] = (float)random.NextDouble(-26, -10);
        }

        return sar;
    }

    private static FillImage Image(int height, int width, Func<int, int, float> dn, byte[] mask, Raster<float>? sar = null)
    {
        var optical = new Raster<float>(Sentinel2Band.Count, height, width);
        for (int i = 0; i < optical.Data.Length; i++)
        {
            optical.Data[i] = dn(i / optical.PlaneLength, i % optical.PlaneLength);
        }

        return new FillImage(optical, sar, new Raster<byte>(1, height, width, mask));
    }
}
