using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

namespace Cloudless.Tests.Training;

[TestFixture]
public class BatchBuilderTests
{
    private static readonly TrainOptions Options = new() { Batch = 3, Crop = 16, Steps = 1 };

    private static readonly AugmentationOptions Plain = new() { SarDropout = 0, SarJitter = 0, BrightnessJitter = 0, BandJitter = 0 };

    [Test]
    public void A_step_has_one_batch_whenever_it_is_made()
    {
        var set = new TrainingSet(SyntheticSamples.Few);
        var builder = new BatchBuilder(set, Options);
        TrainingBatch first = builder.Build(5);
        _ = builder.Build(6);
        TrainingBatch again = new BatchBuilder(set, Options).Build(5);
        Assert.Multiple(() =>
        {
            Assert.That(again.Input, Is.EqualTo(first.Input));
            Assert.That(again.Target, Is.EqualTo(first.Target));
            Assert.That(again.Mask, Is.EqualTo(first.Mask));
            Assert.That(builder.Build(6).Input, Is.Not.EqualTo(first.Input));
        });
    }

    [Test]
    public void Real_samples_keep_input_target_SAR_and_mask_aligned()
    {
        // B08 of the target and VV tell where in the patch a pixel lies.
        const int B08 = 7, Plane = 16 * 16;
        Sample sample = SyntheticSamples.Make("one", 1, "A");
        for (int i = 0; i < sample.Target.PlaneLength; i++)
        {
            sample.Target.Channel(B08)[i] = (short)(500 + i);
            sample.Sar!.Channel(0)[i] = -1 - (i / 1000f);
        }

        byte[] mask = CloudCover.Of(sample.Input!).PixelClass;
        TrainingBatch batch = new BatchBuilder(new TrainingSet([sample]), Options with { Augmentation = Plain, Mix = Only(triplets: 1) }).Build(0);
        for (int n = 0; n < 3; n++)
        {
            for (int i = 0; i < Plane; i++)
            {
                int place = (int)batch.Target[(((n * 13) + B08) * Plane) + i] - 500;
                for (int c = 0; c < 13; c++)
                {
                    Assert.That(batch.Input[(((n * 15) + c) * Plane) + i], Is.EqualTo(sample.Input!.Channel(c)[place]), $"sample {n}, pixel {i}, band {c}");
                }

                Assert.That(batch.Input[(((n * 15) + 13) * Plane) + i], Is.EqualTo(sample.Sar!.Channel(0)[place]), $"sample {n}, pixel {i}, VV");
                Assert.That(batch.Mask[(n * Plane) + i], Is.EqualTo(mask[place]), $"sample {n}, pixel {i}, mask");
            }
        }
    }

    [Test]
    public void Missing_and_dropped_SAR_become_the_fill_of_fusion()
    {
        var pair = new TrainingSet([SyntheticSamples.Make("pair", 1, "A", sar: false)]);
        var triplet = new TrainingSet([SyntheticSamples.Make("triplet", 1, "A")]);
        TrainingBatch missing = new BatchBuilder(pair, Options with { Mix = Only(pairs: 1) }).Build(0);
        TrainingBatch dropped = new BatchBuilder(triplet, Options with { Mix = Only(triplets: 1), Augmentation = Plain with { SarDropout = 1 } }).Build(0);
        foreach (TrainingBatch batch in new[] { missing, dropped })
        {
            Assert.That(batch.Input.Skip(13 * 256).Take(256), Is.All.EqualTo(SarFill.Vv));
            Assert.That(batch.Input.Skip(14 * 256).Take(256), Is.All.EqualTo(SarFill.Vh));
        }
    }

    [Test]
    public void A_network_without_SAR_gets_thirteen_channels()
    {
        var options = Options with { Network = new DSen2CrOptions { Sar = false } };
        Assert.That(new BatchBuilder(new TrainingSet(SyntheticSamples.Few), options).Build(0).Shape, Is.EqualTo(new TensorShape(3, 13, 16, 16)));
    }

    [Test]
    public void A_held_out_fold_leaves_with_all_of_its_group()
    {
        var samples = SyntheticSamples.Few.Append(SyntheticSamples.Make("neighbor", 8, "A")).ToList();
        var set = new TrainingSet(samples, heldOutFold: 1);
        Assert.That(set.Items.Select(s => s.Id), Is.EquivalentTo(new[] { "two", "pair", "clear" }));
        Assert.That(() => new TrainingSet(samples, heldOutFold: 7), Throws.InstanceOf<CloudlessException>().With.Message.Contains("fold 7"));
    }

    [Test]
    public void Level_jitter_moves_input_and_target_together()
    {
        var clear = new TrainingSet([SyntheticSamples.Make("one", 1, "A")]);
        var jitter = Plain with { BrightnessJitter = 0.2, BandJitter = 0.1 };
        TrainOptions options = Options with { Mix = Only(triplets: 1) };
        TrainingBatch plain = new BatchBuilder(clear, options with { Augmentation = Plain }).Build(1);
        TrainingBatch moved = new BatchBuilder(clear, options with { Augmentation = jitter }).Build(1);
        float gain = moved.Target[0] / plain.Target[0];
        Assert.That(gain, Is.Not.EqualTo(1f).Within(1e-4f));
        Assert.That(moved.Input[3] / plain.Input[3], Is.EqualTo(gain).Within(1e-5f));
    }

    [Test]
    public void Masks_of_the_crop_see_nothing_beyond_it()
    {
        var set = new TrainingSet([SyntheticSamples.Make("one", 1, "A")]);
        TrainOptions options = Options with { Batch = 8, Mix = Only(triplets: 1), Augmentation = Plain with { MaskScope = MaskScope.Crop } };
        TrainingBatch crop = new BatchBuilder(set, options).Build(0);
        TrainingBatch patch = new BatchBuilder(set, options with { Augmentation = Plain }).Build(0);
        const int Plane = 16 * 16;
        for (int n = 0; n < 8; n++)
        {
            float[] optical = crop.Input.AsSpan(n * 15 * Plane, 13 * Plane).ToArray();
            Assert.That(crop.Mask.AsSpan(n * Plane, Plane).ToArray(), Is.EqualTo(CloudCover.Of(optical, 16, 16).PixelClass), $"sample {n}");
        }

        Assert.That(patch.Input, Is.EqualTo(crop.Input));
        Assert.That(patch.Mask, Is.Not.EqualTo(crop.Mask));
    }

    [Test]
    public void Too_small_a_patch_is_named() => Assert.That(
        () => new BatchBuilder(new TrainingSet(SyntheticSamples.Few), Options with { Crop = 64 }),
        Throws.InstanceOf<CloudlessException>().With.Message.Contains("one").And.Message.Contains("64"));

    private static SourceMix Only(double triplets = 0, double pairs = 0) => new() { Triplets = triplets, Pairs = pairs, Pasted = 0, Simulated = 0 };
}
