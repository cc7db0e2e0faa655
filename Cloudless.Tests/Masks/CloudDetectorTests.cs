using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Tests.Removal;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class CloudDetectorTests
{
    private const int Height = 60, Width = 70;

    private static readonly Raster<float> Optical = Fixtures.SignedDn(Fixtures.Scene(Height, Width, 30, 30, 12));

    [Test]
    public void Classes_are_those_of_the_papers_mask_with_nodata_told_apart()
    {
        byte[] expected = CloudShadowMask.Compute(Optical, new CloudMaskOptions { MarkNoData = true }).Data;
        float[] mask = Compute(new CloudDetectionOptions());
        Assert.Multiple(() =>
        {
            Assert.That(mask, Is.EqualTo(expected.Select(c => (float)c)));
            Assert.That(mask.Distinct(), Is.SupersetOf(new float[] { PixelClass.Clear, PixelClass.Cloud, PixelClass.NoData }));
        });
    }

    [Test]
    public void Shadow_that_is_not_asked_for_is_clear()
    {
        float[] with = Compute(new CloudDetectionOptions()), without = Compute(new CloudDetectionOptions { Shadow = false });
        Assert.Multiple(() =>
        {
            Assert.That(with, Has.Some.EqualTo((float)PixelClass.Shadow), "the scene has dark pixels");
            Assert.That(without, Is.EqualTo(with.Select(c => c == PixelClass.Shadow ? PixelClass.Clear : c)));
        });
    }

    [Test]
    public void The_threshold_moves_what_is_cloud()
    {
        float[] score = Compute(new CloudDetectionOptions { Output = CloudMaskOutput.Score });
        foreach (double threshold in (double[])[0.05, 0.5, 0.9])
        {
            float[] mask = Compute(new CloudDetectionOptions { Threshold = threshold });
            Assert.That(mask.Zip(score).Where(p => p.First != PixelClass.NoData).All(p => p.First == PixelClass.Cloud == p.Second >= threshold), $"{threshold}");
        }
    }

    [Test]
    public void Scores_are_those_of_the_papers_and_0_on_nodata()
    {
        float[] expected = new float[Height * Width], score = Compute(new CloudDetectionOptions { Output = CloudMaskOutput.Score });
        CloudScore.Compute(Optical.Data, Height, Width, new CloudMaskOptions { MarkNoData = true }, expected);
        for (int p = 0; p < score.Length; p++)
        {
            Assert.That(score[p], Is.EqualTo(p % Width >= Width - 2 ? 0 : expected[p]));
        }
    }

    [Test]
    public void The_removal_method_gives_the_weights_of_repainting_and_calls_cloud_whatever_has_one()
    {
        float[] weight = RemovalMask.Compute(Optical).Data, score = Compute(new CloudDetectionOptions { Method = CloudMaskMethod.Removal, Output = CloudMaskOutput.Score });
        float[] mask = Compute(new CloudDetectionOptions { Method = CloudMaskMethod.Removal });
        Assert.Multiple(() =>
        {
            Assert.That(score, Is.EqualTo(weight));
            Assert.That(mask, Is.EqualTo(weight.Select((w, p) => (float)(p % Width >= Width - 2 ? PixelClass.NoData : w > 0 ? PixelClass.Cloud : PixelClass.Clear))));
        });
    }

    [TestCase(0.05)]
    [TestCase(0.9)]
    public void Every_threshold_fits_the_removal_method(double threshold)
    {
        float[] mask = Compute(new CloudDetectionOptions { Method = CloudMaskMethod.Removal, Threshold = threshold, Shadow = false });
        Assert.That(mask, Has.Some.EqualTo((float)PixelClass.Cloud).And.Some.EqualTo((float)PixelClass.Clear));
    }

    [Test]
    public void A_pixel_with_a_sample_that_is_no_number_is_nodata()
    {
        float[] samples = [.. Optical.Data], mask = new float[Height * Width];
        samples[(5 * Height * Width) + 777] = float.NaN;
        CloudDetector.Compute(samples, Height, Width, new CloudDetectionOptions(), mask);
        Assert.That(mask[777], Is.EqualTo(PixelClass.NoData));
    }

    [Test]
    public void S2cloudless_gives_probabilities_and_the_classes_of_its_own_mask()
    {
        var options = new CloudDetectionOptions { Method = CloudMaskMethod.S2Cloudless, ModelPath = Detectors.Fixtures.Path("lightgbm-plain.txt"), S2Cloudless = new() { Resolution = 20, AverageOver = 1 } };
        using S2CloudlessModel model = S2CloudlessModel.Load(options.ModelPath);
        using var whole = new S2CloudlessRemovalMask(model, Width, Height, options.S2Cloudless);
        var window = new Window(0, 0, Width, Height);
        float[] expected = new float[Height * Width], loaded = new float[Height * Width];
        byte[] classes = new byte[Height * Width];
        whole.Probability(Optical.Data, window, expected);
        whole.Gather(Optical.Data, window, window);
        whole.Classify(Optical.Data, window, classes);
        float[] probability = Compute(options with { Output = CloudMaskOutput.Probability });
        CloudDetector.Compute(Optical.Data, Height, Width, options with { Output = CloudMaskOutput.Probability }, loaded, model: model);
        Assert.Multiple(() =>
        {
            Assert.That(probability, Is.EqualTo(expected).And.Some.GreaterThan(0.5f).And.Some.InRange(0.001f, 0.5f));
            Assert.That(loaded, Is.EqualTo(expected), "with a model that was loaded before");
            Assert.That(Compute(options), Is.EqualTo(classes.Select(c => (float)c)));
            Assert.That(() => Compute(options with { Output = CloudMaskOutput.Score }), Throws.ArgumentException.With.Message.Contains("probability"));
            Assert.That(() => Compute(options with { ModelPath = null }), Throws.ArgumentException.With.Message.Contains("model"));
        });
    }

    [Test]
    public void A_probability_is_refused_of_methods_that_give_none() => Assert.That(
        () => Compute(new CloudDetectionOptions { Output = CloudMaskOutput.Probability }),
        Throws.ArgumentException.With.Message.Contains("no probability").And.Message.Contains("Score"));

    [Test]
    public void A_threshold_outside_of_0_to_1_is_refused() =>
        Assert.That(() => Compute(new CloudDetectionOptions { Threshold = 1.5 }), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static float[] Compute(CloudDetectionOptions options)
    {
        float[] mask = new float[Height * Width];
        CloudDetector.Compute(Optical.Data, Height, Width, options, mask, threads: 2);
        return mask;
    }
}
