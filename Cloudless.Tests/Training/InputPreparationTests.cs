using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;
using Cloudless.Tests.Removal;
using Cloudless.Training;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.PriorFills;
using Cloudless.Training.Quantization;

namespace Cloudless.Tests.Training;

[TestFixture]
public class InputPreparationTests
{
    private static readonly TrainOptions Options = new() { Batch = 3, Crop = 16, Steps = 1 };

    private static readonly TrainingSet Set = new(SyntheticSamples.Few);

    [Test]
    public void A_crop_sees_what_removal_would_put_into_the_whole_patch()
    {
        Sample sample = SyntheticSamples.Few[0];
        var fill = new PriorFill(PriorFillTraining.Learn(Set, new PriorFillOptions()));
        Raster<float> patch = sample.Input!.ToFloat(), expected = fill.Apply(patch, sample.Sar, RemovalMask.Compute(patch));
        var transform = new PatchTransform(new Window(7, 11, 16, 16), true, false, 1);
        float[] optical = new float[13 * 256], plane = new float[256];
        new InputPreparation(fill).Apply(sample.Input!.ToFloat(), sample.Sar, false, transform, optical);
        for (int c = 0; c < 13; c++)
        {
            transform.Apply<float, float>(expected.Channel(c), expected.Width, plane);
            Assert.That(optical.AsSpan(c * 256, 256).ToArray(), Is.EqualTo(plane), $"band {c}");
        }
    }

    [Test]
    public void Fill_and_dropped_B10_change_what_the_network_sees_and_nothing_else()
    {
        TrainOptions changed = Options with { PriorFill = new PriorFillOptions(), Augmentation = new AugmentationOptions { B10Dropout = 1 } };
        TrainingBatch plain = new BatchBuilder(Set, Options).Build(3), filled = new BatchBuilder(Set, changed).Build(3);
        const int Plane = 16 * 16;
        Assert.That(plain.Cloudy, Is.Null);
        Assert.That(filled.Target, Is.EqualTo(plain.Target));
        Assert.That(filled.Mask, Is.EqualTo(plain.Mask));
        int changedPixels = 0;
        for (int n = 0; n < 3; n++)
        {
            for (int c = 0; c < 13; c++)
            {
                float[] before = plain.CloudyBand(n, c).ToArray(), seen = filled.Input.AsSpan(((n * 15) + c) * Plane, Plane).ToArray();
                Assert.That(filled.CloudyBand(n, c).ToArray(), Is.EqualTo(before), $"sample {n}, band {c}");
                changedPixels += seen.Zip(before).Count(p => p.First != p.Second);
            }

            Assert.That(filled.Input.AsSpan(((n * 15) + 13) * Plane, 2 * Plane).ToArray(), Is.EqualTo(plain.Input.AsSpan(((n * 15) + 13) * Plane, 2 * Plane).ToArray()));
        }

        Assert.That(changedPixels, Is.GreaterThan(13 * Plane / 2));
    }

    [Test]
    public void A_dropped_B10_is_its_constant_where_no_fill_takes_its_place()
    {
        TrainOptions options = Options with { Augmentation = new AugmentationOptions { B10Dropout = 1 } };
        TrainingBatch batch = new BatchBuilder(Set, options).Build(0);
        Assert.That(batch.Input.AsSpan(10 * 256, 256).ToArray(), Is.All.EqualTo(MissingCirrus.Fill));
        Assert.That(batch.CloudyBand(0, 10).ToArray(), Has.None.EqualTo(MissingCirrus.Fill));
    }

    [TestCase(0.5, 0.5)]
    [TestCase(0, 1)]
    public void Bands_are_dropped_about_as_often_as_asked(double sar, double b10)
    {
        var triplets = new TrainingSet([SyntheticSamples.Few[0]]);
        TrainOptions options = Options with { Batch = 200, Crop = 8, Augmentation = new AugmentationOptions { SarDropout = sar, B10Dropout = b10 } };
        TrainingBatch batch = new BatchBuilder(triplets, options).Build(0);
        double Share(int channel, float fill) => Enumerable.Range(0, 200).Count(n => batch.Input[((n * 15) + channel) * 64] == fill) / 200.0;

        // Three standard deviations of 200 draws with p = 0.5 are 0.11; 0 and 1 are exact.
        Assert.That(Share(13, SarFill.Vv), Is.EqualTo(sar).Within(sar == 0 ? 0 : 0.11));
        Assert.That(Share(14, SarFill.Vh), Is.EqualTo(Share(13, SarFill.Vv)));
        Assert.That(Share(10, MissingCirrus.Fill), Is.EqualTo(b10).Within(b10 == 1 ? 0 : 0.11));
    }

    [Test]
    public void A_fill_is_learned_from_one_clear_image_a_scene_and_the_held_out_fold_is_not_among_them()
    {
        Sample bright = SyntheticSamples.Make("held", 9, "H", fold: 3);
        foreach (ref short value in bright.Target.Data.AsSpan())
        {
            value = 9_000;
        }

        PriorFillCard Learn(params Sample[] more) =>
            PriorFillTraining.Learn(new TrainingSet([.. SyntheticSamples.Few, .. more], heldOutFold: more.Length > 0 ? 3 : null), new PriorFillOptions());
        Sample again = SyntheticSamples.Few[0] with { Id = "another date" };
        PriorFillCard card = Learn();
        Assert.That(Learn(bright).Spectrum, Is.EqualTo(card.Spectrum));
        Assert.That(PriorFillTraining.Learn(new TrainingSet([.. SyntheticSamples.Few, again]), new PriorFillOptions()).SarLines, Is.EqualTo(card.SarLines));
        Assert.That(PriorFillTraining.Learn(new TrainingSet([.. SyntheticSamples.Few, bright]), new PriorFillOptions()).Spectrum, Is.Not.EqualTo(card.Spectrum));
    }

    [Test]
    public void Calibration_for_int8_sees_what_removal_would_put_into_the_patch()
    {
        Sample sample = SyntheticSamples.Few[0];
        PriorFillCard card = PriorFillTraining.Learn(Set, new PriorFillOptions());
        CloudRemovalModel plain = Fixtures.Model();
        CloudRemovalModel model = CloudRemovalModel.Create(plain.Graph!, plain.Card with { PriorFill = card });
        Raster<float> patch = sample.Input!.ToFloat(), expected = new PriorFill(card).Apply(patch, sample.Sar, RemovalMask.Compute(patch));
        (float[] input, _) = new NetworkInput(model, sample).Cut(new Window(0, 0, patch.Width, patch.Height));
        Assert.That(input[..expected.Data.Length], Is.EqualTo(expected.Data));
    }

    [Test]
    public void Options_that_do_not_fit_are_refused()
    {
        var noSar = new TrainingSet([SyntheticSamples.Few[2]]);
        TrainOptions options = Options with { PriorFill = new PriorFillOptions() };
        Assert.Multiple(() =>
        {
            Assert.That(() => (options with { PriorFill = new PriorFillOptions { Name = "magic" } }).Validate(), Throws.ArgumentException.With.Message.Contains("magic"));
            Assert.That(() => (options with { Network = new DSen2CrOptions { Sar = false } }).Validate(), Throws.ArgumentException.With.Message.Contains("needs SAR"));
            Assert.That(() => (options with { Augmentation = new AugmentationOptions { B10Dropout = double.NaN } }).Validate(), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new BatchBuilder(noSar, options), Throws.InstanceOf<CloudlessException>().With.Message.Contains("sar-regression"));
        });
    }
}
