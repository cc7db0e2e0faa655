using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Tests.Removal.PriorFills;

[TestFixture]
public class PriorFillTests
{
    [Test]
    public void Global_median_fills_masked_pixels_by_their_weight_and_leaves_the_rest_its_bits()
    {
        PriorFillCard card = FillImages.Learn(PriorFillCard.GlobalMedian, FillImages.Optical(1, 5, (_, pixel) => 100 * (pixel + 1)));
        Raster<float> image = FillImages.Optical(1, 4, (_, _) => 5_000.25f), weight = FillImages.Weight(1, 4, [0, 1, 0.5f, 0]);
        Assert.That(new PriorFill(card).Apply(image, null, weight).Channel(6).ToArray(), Is.EqualTo(new float[] { 5_000.25f, 300, 2_650.125f, 5_000.25f }));
        Assert.That(image[0, 0, 1], Is.EqualTo(5_000.25f), "the input is not changed");
    }

    [TestCase(PriorFillCard.PatchMedian, 200, 0.3 * 2_000 + 0.7 * 1_000)]
    [TestCase(PriorFillCard.PatchMedian, 199, 1_000)]
    [TestCase(PriorFillCard.PatchMean, 200, 0.3 * 2_020 + 0.7 * 1_000)]
    [TestCase(PriorFillCard.PatchMean, 199, 1_000)]
    public void The_images_own_level_is_shrunk_to_the_global_one_and_left_out_of_overcast_images(string name, int clear, double expected)
    {
        PriorFillCard card = FillImages.Learn(name, FillImages.Optical(1, 3, (_, _) => 1_000));

        // Two pixels of 4000 move the mean of 200 by 20 DN, not the median; the clouds of 9000 are more than half of the image.
        int pixels = clear + 300;
        Raster<float> image = FillImages.Optical(1, pixels, (_, pixel) => pixel >= clear ? 9_000 : pixel < 2 ? 4_000 : 2_000);
        float[] weight = [.. Enumerable.Range(0, pixels).Select(pixel => pixel >= clear ? 1f : 0)];
        Assert.That(new PriorFill(card).Apply(image, null, FillImages.Weight(1, pixels, weight))[0, 0, clear], Is.EqualTo(expected).Within(1e-2));
    }

    [Test]
    public void Pixels_without_data_are_neither_learned_from_nor_filled()
    {
        PriorFillCard card = FillImages.Learn(PriorFillCard.PatchMean, FillImages.Optical(1, 4, (_, pixel) => pixel < 2 ? 0 : 1_000));
        Assert.That(card.Spectrum[3], Is.EqualTo(1_000));
        Raster<float> image = FillImages.Optical(1, 601, (_, pixel) => pixel < 300 ? 0 : 2_000);
        float[] weight = new float[601];
        weight[600] = 1;
        Raster<float> filled = new PriorFill(card).Apply(image, null, FillImages.Weight(1, 601, weight));
        Assert.That(filled[5, 0, 600], Is.EqualTo(1_300).Within(1e-2));
        Assert.That(filled[5, 0, 0], Is.Zero);
    }

    [Test]
    public void Regression_finds_the_plane_that_made_the_bands()
    {
        const int Side = 32;
        Raster<float> sar = FillImages.Sar(Side, Side, 3);
        float Plane(int band, int pixel) => 2_000 + (40 * band) + (30 * sar.Data[pixel]) + (20 * sar.Data[(Side * Side) + pixel]);
        float[] weight = [.. Enumerable.Range(0, Side * Side).Select(i => i % 3 == 0 ? 1f : 0)];
        Raster<float> truth = FillImages.Optical(Side, Side, Plane);
        Raster<float> cloudy = FillImages.Optical(Side, Side, (band, pixel) => weight[pixel] == 1 ? 8_000 : Plane(band, pixel));
        var learner = new PriorFillLearner(PriorFillCard.SarRegression, 0.3, sarWindow: 1);
        learner.Add(truth, sar);
        Raster<float> filled = new PriorFill(learner.ToCard()).Apply(cloudy, sar, FillImages.Weight(Side, Side, weight));

        // Single-precision DN of a few thousand carry 1e-3 DN; the ridge bends the plane by less.
        Assert.That(filled.Data, Is.EqualTo(truth.Data).Within(0.05f));
    }

    [Test]
    public void Regression_without_SAR_falls_back_to_the_mean()
    {
        Raster<float> image = FillImages.Optical(20, 30, (band, pixel) => 300 + band + pixel);
        Raster<float> weight = FillImages.Weight(20, 30, [.. Enumerable.Range(0, 600).Select(i => i % 2f)]);
        var learner = new PriorFillLearner(PriorFillCard.SarRegression);
        learner.Add(image, FillImages.Sar(20, 30, 1));
        PriorFillCard card = learner.ToCard(), mean = new(PriorFillCard.PatchMean, card.ImageWeight, card.Spectrum);
        Assert.That(new PriorFill(card).Apply(image, null, weight).Data, Is.EqualTo(new PriorFill(mean).Apply(image, null, weight).Data));
        Assert.That(new PriorFill(card).Measure(image, null, weight).Report, Is.EqualTo(new PriorFillReport(PriorFillCard.SarRegression, false, 300, 0.3)));
    }

    [Test]
    public void Estimates_stay_below_what_was_seen_through_a_cloud_and_are_left_alone_in_a_shadow()
    {
        PriorFillCard card = FillImages.Learn(PriorFillCard.GlobalMedian, FillImages.Optical(1, 3, (_, _) => 1_000)) with { CeilingFrom = 1.2 };

        // Pixels: thin cloud over dark near infrared; visible bands at the limit; shadow; thick cloud; one band without light.
        float[] visible = [1_201, 1_200, 300, 8_000, 1_201], infrared = [400, 400, 400, 8_000, 0];
        Raster<float> image = FillImages.Optical(1, 5, (band, pixel) => band is >= 1 and <= 3 ? visible[pixel] : infrared[pixel]);
        Raster<float> filled = new PriorFill(card).Apply(image, null, FillImages.Weight(1, 5, [1, 1, 1, 1, 0.5f]));
        Assert.That(filled.Channel(7).ToArray(), Is.EqualTo(new[] { 400, 1_000, 1_000, 1_000, 0.5f }), "0.5: half of the lowest estimate, 1 DN");
        Assert.That(filled.Channel(2).ToArray(), Is.EqualTo(new[] { 1_000, 1_000, 1_000, 1_000, 1_100.5f }));
    }

    [Test]
    public void SAR_is_clipped_and_averaged_over_the_window_cut_at_the_edge()
    {
        var sar = new Raster<float>(2, 3, 4);
        sar.Channel(0).Fill(-10);
        sar.Channel(1).Fill(-40);
        sar[0, 1, 1] = -19;
        sar[0, 0, 3] = 5;
        Raster<float> terms = SarTerms.Compute(sar, 3, 1);
        Assert.Multiple(() =>
        {
            Assert.That(terms[0, 1, 1], Is.EqualTo(-11).Within(1e-5));
            Assert.That(terms[0, 0, 0], Is.EqualTo(-49 / 4.0).Within(1e-5));
            Assert.That(terms[0, 0, 3], Is.EqualTo(-30 / 4.0).Within(1e-5), "5 dB count as 0");
            Assert.That(terms.Channel(1).ToArray(), Is.All.EqualTo(-32.5f).Within(1e-4f));
            Assert.That(SarTerms.Compute(sar, 1, 1)[0, 1, 1], Is.EqualTo(-19));
        });
    }

    [TestCase(PriorFillCard.PatchMedian)]
    [TestCase(PriorFillCard.PatchMean)]
    [TestCase(PriorFillCard.SarRegression)]
    [TestCase(PriorFillCard.SarRegression, 1.1)]
    public void Fills_have_the_same_bits_for_every_number_of_threads_and_every_cut_into_windows(string name, double? ceiling = null)
    {
        const int Height = 37, Width = 53;
        var random = new SeededRandom(8);
        Raster<float> sar = FillImages.Sar(Height, Width, 4), image = FillImages.Optical(Height, Width, (_, _) => (float)random.NextDouble(100, 3_000));
        Raster<float> weight = FillImages.Weight(Height, Width, [.. Enumerable.Range(0, Height * Width).Select(i => i % 5 == 0 ? (float)random.NextDouble() : 0)]);
        var fill = new PriorFill(FillImages.Learn(name, image, sar) with { CeilingFrom = ceiling });
        float[] whole = fill.Apply(image, sar, weight).Data;
        ImageFill one = fill.Measure(image, sar, weight, threads: 1);
        Raster<float> tiled = new(13, Height, Width);
        foreach ((int row, int rows) in new[] { (0, 10), (10, 27) })
        {
            foreach ((int column, int columns) in new[] { (0, 31), (31, 22) })
            {
                var window = new Window(column, row, columns, rows);
                Raster<float> part = image.Crop(window);
                one.Paint(window, part.Data);
                for (int c = 0; c < 13; c++)
                {
                    for (int y = 0; y < rows; y++)
                    {
                        part.Channel(c).Slice(y * columns, columns).CopyTo(tiled.Channel(c)[(((row + y) * Width) + column)..]);
                    }
                }
            }
        }

        Assert.That(tiled.Data, Is.EqualTo(whole));
    }

    [Test]
    public void What_does_not_fit_is_refused()
    {
        Raster<float> image = FillImages.Optical(2, 3, (_, _) => 1);
        var fill = new PriorFill(new PriorFillCard(PriorFillCard.GlobalMedian, 0, new float[13]));
        Assert.Multiple(() =>
        {
            Assert.That(() => new PriorFill(new PriorFillCard("kriging", 0.3, new float[13])), Throws.ArgumentException.With.Message.Contains("kriging").And.Message.Contains("patch-mean"));
            Assert.That(() => new PriorFillLearner(PriorFillCard.PatchMean, 1.5), Throws.ArgumentException.With.Message.Contains("1.5"));
            Assert.That(() => new PriorFillLearner(PriorFillCard.SarRegression, 0.3, 4), Throws.ArgumentException.With.Message.Contains("odd"));
            Assert.That(() => new PriorFillLearner(PriorFillCard.PatchMean, ceilingFrom: 0.5), Throws.ArgumentException.With.Message.Contains("0.5"));
            Assert.That(() => FillImages.Learn(PriorFillCard.SarRegression, image), Throws.InvalidOperationException.With.Message.Contains("SAR"));
            Assert.That(() => fill.Apply(image, null, new Raster<float>(1, 3, 2)), Throws.TypeOf<RasterMismatchException>());
            Assert.That(() => fill.Measure(image, null, new Raster<float>(1, 2, 3)).Paint(new Window(2, 0, 2, 2), image.Data), Throws.ArgumentException.With.Message.Contains("columns 2..3"));
        });
    }
}
