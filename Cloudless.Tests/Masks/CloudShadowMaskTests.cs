using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class CloudShadowMaskTests
{
    [TestCase(1, 1)]
    [TestCase(1, 9)]
    [TestCase(3, 2)]
    [TestCase(4, 5)]
    [TestCase(17, 35)]
    public void Any_size_equals_the_definition(int height, int width)
    {
        Raster<float> image = Noise(height, width, 5);
        float[] expected = ScoreByDefinition(image);
        var score = new float[image.PlaneLength];
        CloudScore.Compute(image.Data, height, width, new CloudMaskOptions(), score);
        // The definition rounds to single precision once, at the end, as the kernel does; only the order of 49 double additions differs.
        Assert.That(score, Is.EqualTo(expected).Within(1e-6f));
    }

    [TestCase(-0.1, 0)]
    [TestCase(0.05, 0.75)]
    [TestCase(0.2, 1)]
    public void The_moisture_test_ramps_from_minus_a_tenth_to_a_tenth_where_it_is_on(double index, double expected)
    {
        // Flat and bright: every other test gives 1 or more, and away from the border no filter changes a flat score. NDMI = (B08 - B11) / (B08 + B11).
        var image = new Raster<float>(13, 12, 12);
        image.Data.AsSpan().Fill(6_000);
        image.Channel(Sentinel2Band.B08.Index).Fill((float)(6_000 * (1 + index) / (1 - index)));
        float[] off = new float[144], on = new float[144];
        CloudScore.Compute(image.Data, 12, 12, new CloudMaskOptions(), off);
        CloudScore.Compute(image.Data, 12, 12, new CloudMaskOptions { MoistureTest = true }, on);
        const int Center = (6 * 12) + 6;
        Assert.That(off[Center], Is.EqualTo(1f));
        // The ramp divides single-precision rounding, about 1e-7, by 0.2.
        Assert.That(on[Center], Is.EqualTo((float)expected).Within(1e-5f));
    }

    [Test]
    public void Windows_with_halo_equal_the_whole_image()
    {
        const int Height = 61, Width = 83;
        Raster<float> image = Noise(Height, Width, 11);
        var options = new CloudMaskOptions { MarkNoData = true };
        Raster<byte> whole = CloudShadowMask.Compute(image, options);
        Window[] cores = [new(0, 0, 30, 20), new(30, 0, 53, 20), new(0, 20, 41, 41), new(41, 20, 42, 41)];
        var statistics = new ShadowStatistics();
        foreach (Window core in cores)
        {
            var part = new ShadowStatistics();
            part.Add(image.Crop(core).Data, core.Height, core.Width, skipNoData: true);
            statistics.Merge(part);
        }

        foreach (Window core in cores)
        {
            Window grown = core.GrowWithin(CloudShadowMask.Halo, Width, Height);
            var classes = new Raster<byte>(1, grown.Height, grown.Width);
            CloudShadowMask.Compute(image.Crop(grown).Data, grown.Height, grown.Width, options, statistics, classes.Data);
            Raster<byte> inner = classes.Crop(core with { Column = core.Column - grown.Column, Row = core.Row - grown.Row });
            Assert.That(inner.Data, Is.EqualTo(whole.Crop(core).Data), $"window {core}");
        }
    }

    [TestCase(12, PixelClass.Clear)]
    [TestCase(13, PixelClass.Shadow)]
    public void Shadow_mask_keeps_pixels_with_thirteen_dark_neighbors(int dark, byte expected)
    {
        var image = new Raster<float>(13, 21, 21);
        Array.Fill(image.Data, 900);
        for (int i = 0; i < dark; i++)
        {
            foreach (Sentinel2Band band in new[] { Sentinel2Band.B02, Sentinel2Band.B08, Sentinel2Band.B11 })
            {
                image[band.Index, 8 + (i / 5), 8 + (i % 5)] = 100;
            }
        }

        Assert.That(CloudShadowMask.Compute(image)[0, 10, 10], Is.EqualTo(expected));
    }

    [Test]
    public void Image_of_one_color_has_no_shadow()
    {
        var image = new Raster<float>(13, 20, 20);
        Array.Fill(image.Data, 812);
        Assert.That(CloudShadowMask.Compute(image).Data, Is.All.EqualTo(PixelClass.Clear));
    }

    [Test]
    public void Cloud_wins_over_shadow()
    {
        // White in the tests' bands but dark in B08 and B11 against the rest of the image: cloud and shadow tests both hold in the middle.
        Raster<float> image = Noise(60, 60, 3, low: 9_000, high: 9_200);
        image.Channel(Sentinel2Band.B11.Index).Fill(9_000);
        for (int y = 20; y < 40; y++)
        {
            for (int x = 20; x < 40; x++)
            {
                image[Sentinel2Band.B02.Index, y, x] = 7_000;
                image[Sentinel2Band.B08.Index, y, x] = 4_000;
            }
        }

        // B01 and B10 take part in the cloud test only.
        Raster<float> hazeless = image.Crop(new Window(0, 0, 60, 60));
        hazeless.Channel(Sentinel2Band.B01.Index).Fill(0);
        hazeless.Channel(Sentinel2Band.B10.Index).Fill(0);
        Raster<byte> noCloud = CloudShadowMask.Compute(hazeless);
        Raster<byte> strict = CloudShadowMask.Compute(image, new CloudMaskOptions { Threshold = 1 });
        Raster<byte> usual = CloudShadowMask.Compute(image);
        Assert.Multiple(() =>
        {
            Assert.That(strict[0, 2, 2], Is.EqualTo(PixelClass.Clear), "the zero fill lowers the score at the edge below 1");
            Assert.That(noCloud[0, 30, 30], Is.EqualTo(PixelClass.Shadow), "were it not for the cloud");
            Assert.That(usual[0, 30, 30], Is.EqualTo(PixelClass.Cloud));
        });
    }

    [Test]
    public void Marked_nodata_is_255_and_leaves_the_shadow_thresholds_alone()
    {
        Raster<float> image = Noise(40, 40, 9, low: 500, high: 3_000);
        Raster<float> measured = image.Crop(new Window(10, 0, 30, 40));
        for (int c = 0; c < 13; c++)
        {
            for (int y = 0; y < 40; y++)
            {
                image.Channel(c).Slice(y * 40, 10).Clear();
            }
        }

        var all = new ShadowStatistics();
        all.Add(image.Data, 40, 40, skipNoData: true);
        var inner = new ShadowStatistics();
        inner.Add(measured.Data, 40, 30, skipNoData: true);
        Raster<byte> marked = CloudShadowMask.Compute(image, new CloudMaskOptions { MarkNoData = true });
        Raster<byte> plain = CloudShadowMask.Compute(image);
        Assert.Multiple(() =>
        {
            Assert.That(all.CsiThreshold, Is.EqualTo(inner.CsiThreshold));
            Assert.That(all.BlueThreshold, Is.EqualTo(inner.BlueThreshold));
            Assert.That(marked.Data.Count(c => c == PixelClass.NoData), Is.EqualTo(400));
            // Beyond the filters' reach the nodata columns change nothing.
            Assert.That(
                marked.Crop(new Window(10 + CloudShadowMask.Halo, 0, 30 - CloudShadowMask.Halo, 40)).Data,
                Is.EqualTo(CloudShadowMask.Compute(measured).Crop(new Window(CloudShadowMask.Halo, 0, 30 - CloudShadowMask.Halo, 40)).Data));
            Assert.That(plain.Data, Has.None.EqualTo(PixelClass.NoData));
        });
    }

    [Test]
    public void One_band_at_zero_is_data()
    {
        Raster<float> image = Noise(9, 9, 4, low: 500, high: 3_000);
        image.Channel(Sentinel2Band.B10.Index).Clear();
        image.Channel(Sentinel2Band.B02.Index).Clear();
        Assert.That(CloudShadowMask.Compute(image, new CloudMaskOptions { MarkNoData = true }).Data, Has.None.EqualTo(PixelClass.NoData));
    }

    [Test]
    public void Wrong_band_count_names_what_is_needed()
    {
        var image = new Raster<float>(12, 4, 4);
        Assert.That(() => CloudShadowMask.Compute(image), Throws.ArgumentException.With.Message.Contains("13"));
    }

    [Test]
    public void Threshold_outside_of_the_score_is_refused() =>
        Assert.That(
            () => CloudShadowMask.Compute(new Raster<float>(13, 4, 4), new CloudMaskOptions { Threshold = 1.5 }),
            Throws.TypeOf<ArgumentOutOfRangeException>());

    private static Raster<float> Noise(int height, int width, ulong seed, int low = -200, int high = 9_000)
    {
        var random = new SeededRandom(seed);
        var image = new Raster<float>(13, height, width);
        foreach (ref float v in image.Data.AsSpan())
        {
            v = low + random.Next(high - low);
        }

        return image;
    }

    // Slow and literal: mirrored border by index, no separation into passes.
    private static float[] ScoreByDefinition(Raster<float> image)
    {
        int h = image.Height, w = image.Width;
        var raw = new float[h * w];
        for (int i = 0; i < raw.Length; i++)
        {
            float Band(int c) => image.Data[(c * h * w) + i] / 10_000f;
            float Ramp(float x, double a, double b) => (x - (float)a) / (float)(b - a);
            float sum = Band(2) + Band(11);
            float snow = (Band(2) - Band(11)) / (sum == 0 ? 0.001f : sum);
            float[] tests =
            [
                1, Ramp(Band(1), 0.1, 0.5), Ramp(Band(0), 0.1, 0.3), Ramp(Band(0) + Band(10), 0.15, 0.2),
                Ramp(Band(3) + Band(2) + Band(1), 0.2, 0.8), Ramp(snow, 0.8, 0.6),
            ];
            raw[i] = tests.Min();
        }

        float[] closed = Window(Window(raw, Enumerable.Max), Enumerable.Min);
        var score = new float[raw.Length];
        for (int y = 0; y < h; y++)
        {
            for (int x = 0; x < w; x++)
            {
                double sum = 0;
                for (int dy = -3; dy <= 3; dy++)
                {
                    for (int dx = -3; dx <= 3; dx++)
                    {
                        sum += y + dy >= 0 && y + dy < h && x + dx >= 0 && x + dx < w ? closed[((y + dy) * w) + x + dx] : 0;
                    }
                }

                score[(y * w) + x] = (float)Math.Clamp(sum / 49, 0.00001, 1);
            }
        }

        return score;

        float[] Window(float[] source, Func<IEnumerable<float>, float> pick) =>
            [.. Enumerable.Range(0, h * w).Select(i => pick(
                from dy in Enumerable.Range(-2, 5)
                from dx in Enumerable.Range(-2, 5)
                select source[(Mirror((i / w) + dy, h) * w) + Mirror((i % w) + dx, w)]))];

        static int Mirror(int i, int n)
        {
            i = ((i % (2 * n)) + (2 * n)) % (2 * n);
            return i < n ? i : (2 * n) - 1 - i;
        }
    }
}
