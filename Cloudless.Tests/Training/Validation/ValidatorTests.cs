using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Training.Engines.Cpu;
using Cloudless.Training;
using Cloudless.Training.Batches;
using Cloudless.Training.Engines.Cpu;
using Cloudless.Training.Losses;
using Cloudless.Training.Validation;

namespace Cloudless.Tests.Training.Validation;

[TestFixture]
public class ValidatorTests
{
    private static readonly TrainOptions Options = new() { Network = new DSen2CrOptions { Features = 2, Blocks = 1 }, Crop = 16, Steps = 1, Loss = "l1" };

    // With a bias of 3 network units all is 6000 DN brighter, and the PSNR is that of what is clipped to 10000 DN.
    [TestCase(0)]
    [TestCase(3)]
    public void A_network_that_does_nothing_but_brighten_has_the_loss_and_the_PSNR_of_the_brightened_input(float bias)
    {
        var set = new TrainingSet(SyntheticSamples.Few, validationFold: 2);
        Assert.That(set.Validation.Select(i => i.Id), Is.EqualTo(new[] { "two" }));
        Assert.That(set.Items.Select(i => i.Id), Has.None.EqualTo("two"));

        // With weights of zero the long skip gives the input back.
        NetworkGraph graph = DSen2Cr.Build(Options.Network);
        graph.Parameter("tail.bias").Values.AsSpan().Fill(bias);
        using var engine = new CpuTrainingEngine(graph, 1);
        (ValidationResult result, IReadOnlyList<ValidationPicture> pictures) = Validator.Of(set, Options, null)!.Run(engine);
        short[] input = SyntheticSamples.Few[1].Input!.Data, target = SyntheticSamples.Few[1].Target.Data;
        double[] errors = [.. input.Zip(target, (i, t) => i + (2000 * bias) - (double)t)];
        double mse = input.Zip(target, (i, t) => Math.Min(10000, i + (2000 * bias)) - (double)t).Average(e => e * e);
        Assert.Multiple(() =>
        {
            // Float32 of thousands: seven digits.
            Assert.That(result.Loss, Is.EqualTo(errors.Average(Math.Abs) / 2000).Within(1e-6));
            Assert.That(result.Psnr, Is.EqualTo(20 * Math.Log10(10000 / Math.Sqrt(mse))).Within(1e-5));
            Assert.That(pictures.Single().Id, Is.EqualTo("two"));
            Assert.That((pictures[0].Height, pictures[0].Width), Is.EqualTo((48, (4 * 48) + 12)));
        });
    }

    [Test]
    public void Without_patches_there_is_no_validator() =>
        Assert.That(Validator.Of(new TrainingSet(SyntheticSamples.Few), Options, null), Is.Null);

    [Test]
    public void Few_of_many_patches_are_spread_evenly()
    {
        var samples = Enumerable.Range(0, 10).Select(i => SyntheticSamples.Make($"p{i}", (ulong)i, $"g{i}", fold: 1, side: 8)).Append(SyntheticSamples.Few[0] with { Fold = 2 }).ToList();
        var options = Options with { Validation = new ValidationOptions { Patches = 5, Pictures = 2 } };
        Validator validator = Validator.Of(new TrainingSet(samples, validationFold: 1), options, null)!;
        Assert.That(validator.Patches.Select(p => p.Id), Is.EqualTo(new[] { "p0", "p2", "p4", "p6", "p8" }));
        using var engine = new CpuTrainingEngine(DSen2Cr.Build(Options.Network), 1);
        Assert.That(validator.Run(engine).Pictures.Select(p => p.Id), Is.EqualTo(new[] { "p0", "p4" }));
    }

    [Test]
    public void The_picture_shows_input_prediction_target_and_mask_side_by_side()
    {
        Raster<float> Gray(float dn)
        {
            var raster = new Raster<float>(13, 1, 2);
            raster.Data.AsSpan().Fill(dn);
            return raster;
        }

        ValidationPicture picture = ValidationPicture.Of("x", Gray(3558), Gray(1780), Gray(1), Mask);
        byte[] red = picture.Rgb[..picture.Width];
        Assert.That(red, Is.EqualTo(new byte[] { 255, 255, 255, 255, 255, 255, 128, 128, 255, 255, 255, 255, 1, 1, 255, 255, 255, 255, 255, 90 }));
    }

    [TestCase(BestBy.Psnr, true)]
    [TestCase(BestBy.Loss, false)]
    public void The_best_is_chosen_by_what_was_asked_for(BestBy by, bool better)
    {
        ValidationResult before = new(1, 0.5, 20), now = new(2, 0.6, 21);
        Assert.That(now.IsBetterThan(before, by), Is.EqualTo(better));
        Assert.That(before.IsBetterThan(before, by), Is.False);
    }

    private static readonly byte[] Mask = [1, 2];
}
