using Cloudless.Networks;
using Cloudless.Training;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;

namespace Cloudless.Tests.Training;

[TestFixture]
public class TrainerTests
{
    private static readonly TrainOptions Options = new()
    {
        Network = new DSen2CrOptions { Features = 2, Blocks = 1 }, Batch = 2, Crop = 16, Steps = 12, CheckpointSteps = 5, Seed = 9,
    };

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("cloudless-trainer-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Same_options_and_seed_give_the_same_weights_and_another_seed_gives_others()
    {
        float[] first = Weights(Train(Options)), again = Weights(Train(Options)), other = Weights(Train(Options with { Seed = 10 }));
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    [Test]
    public void A_canceled_training_resumed_ends_with_the_bits_of_an_unbroken_one()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        float[] unbroken = Weights(Train(Options));
        using var cancel = new CancellationTokenSource();
        Trainer trainer = new(Options, Set(), g => new FakeEngine(g) { AfterStep = s => Stop(cancel, s == 7) }, path);
        Assert.Throws<OperationCanceledException>(() => trainer.Run(null, cancel.Token));
        Checkpoint checkpoint = Checkpoint.Load(path);
        Assert.That(checkpoint.Optimizer.Step, Is.EqualTo(7));
        TrainResult resumed = new Trainer(Options, Set(), g => new FakeEngine(g), path).Resume(checkpoint);
        Assert.That(Weights(resumed), Is.EqualTo(unbroken));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "no temporary file may stay");
    }

    [Test]
    public void A_loss_that_is_not_a_number_stops_with_the_last_good_checkpoint()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        var trainer = new Trainer(Options, Set(), g => new FakeEngine(g) { DivergeAt = 8 }, path);
        Assert.That(() => trainer.Run(), Throws.InstanceOf<CloudlessException>().With.Message.Contains("step 8").And.Message.Contains(path));
        Assert.That(Checkpoint.Load(path).Optimizer.Step, Is.EqualTo(5));
    }

    [Test]
    public void Resuming_with_other_options_or_other_samples_is_refused()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        _ = new Trainer(Options, Set(), g => new FakeEngine(g), path).Run();
        Checkpoint checkpoint = Checkpoint.Load(path);
        Assert.That(
            () => new Trainer(Options with { LearningRate = 7e-3 }, Set(), g => new FakeEngine(g)).Resume(checkpoint),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("other options"));
        Assert.That(
            () => new Trainer(Options, new TrainingSet(SyntheticSamples.Few, heldOutFold: 1), g => new FakeEngine(g)).Resume(checkpoint),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("other samples"));
    }

    [Test]
    public void A_damaged_checkpoint_is_refused_by_name()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        _ = new Trainer(Options, Set(), g => new FakeEngine(g), path).Run();
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^100]);
        Assert.That(() => Checkpoint.Load(path), Throws.InstanceOf<CloudlessException>().With.Message.Contains(path).And.Message.Contains("damaged"));
        File.WriteAllText(path, "not a checkpoint");
        Assert.That(() => Checkpoint.Load(path), Throws.InstanceOf<CloudlessException>().With.Message.Contains("not a Cloudless checkpoint"));
    }

    [Test]
    public void A_checkpoint_that_cannot_be_written_is_refused_before_the_training()
    {
        string foreign = Path.Combine(_folder, "mine.txt"), ours = Path.Combine(_folder, "run.ckpt");
        File.WriteAllText(foreign, "mine");
        Assert.That(() => new Trainer(Options, Set(), g => new FakeEngine(g), foreign), Throws.InstanceOf<CloudlessException>().With.Message.Contains("mine.txt"));
        Assert.That(File.ReadAllText(foreign), Is.EqualTo("mine"));
        Assert.That(
            () => new Trainer(Options, Set(), g => new FakeEngine(g), Path.Combine(_folder, "missing", "run.ckpt")),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("missing"));
        _ = new Trainer(Options, Set(), g => new FakeEngine(g), ours).Run();
        _ = new Trainer(Options with { Seed = 10 }, Set(), g => new FakeEngine(g), ours).Run();
        Assert.That(Checkpoint.Load(ours).Options.Seed, Is.EqualTo(10), "an earlier checkpoint is replaced");
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(2), "no temporary file may stay");
    }

    [Test]
    public void Plain_L1_comes_first_and_CARL_after_its_share()
    {
        FakeEngine? engine = null;
        _ = new Trainer(Options with { L1Share = 0.25 }, Set(), g => engine = new FakeEngine(g)).Run();
        Assert.That(engine!.Losses, Is.EqualTo(Enumerable.Repeat("l1", 3).Concat(Enumerable.Repeat("carl", 9))));
    }

    [Test]
    public void A_length_in_minutes_ends_the_training_in_time()
    {
        TrainResult result = Train(Options with { Steps = null, Minutes = 0.01 });
        Assert.That(result.Steps, Is.GreaterThan(0));
        // The clock is read between steps, and a step here takes milliseconds; a second of slack covers a busy machine.
        Assert.That(result.Elapsed.TotalSeconds, Is.InRange(0.6, 1.6));
    }

    [Test]
    public void The_rate_rises_then_falls_along_a_cosine()
    {
        TrainOptions options = Options with { LearningRate = 1, WarmUpSteps = 10, FinalRateShare = 0.1 };
        Assert.Multiple(() =>
        {
            Assert.That(options.RateAt(0, 0), Is.EqualTo(0.1).Within(1e-12));
            Assert.That(options.RateAt(100, 0.5), Is.EqualTo(0.55).Within(1e-12));
            Assert.That(options.RateAt(100, 1), Is.EqualTo(0.1).Within(1e-12));
            Assert.That((options with { Schedule = LearningRateSchedule.Constant }).RateAt(100, 1), Is.EqualTo(1));
        });
    }

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => (Options with { Minutes = 1 }).Validate(), Throws.ArgumentException, "both steps and minutes");
            Assert.That(() => (Options with { Steps = null }).Validate(), Throws.ArgumentException, "neither");
            foreach (double minutes in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            {
                Assert.That(() => (Options with { Steps = null, Minutes = minutes }).Validate(), Throws.ArgumentException, $"{minutes} minutes");
            }

            Assert.That(() => (Options with { L1Share = double.NaN }).Validate(), Throws.ArgumentException);
            Assert.That(() => (Options with { Loss = "l3" }).Validate(), Throws.ArgumentException.With.Message.Contains("l3"));
            Assert.That(() => (Options with { L1Share = 2 }).Validate(), Throws.ArgumentException);
        });
    }

    private static void Stop(CancellationTokenSource cancel, bool now)
    {
        if (now)
        {
            cancel.Cancel();
        }
    }

    private static TrainingSet Set() => new(SyntheticSamples.Few);

    private static TrainResult Train(TrainOptions options) => new Trainer(options, Set(), g => new FakeEngine(g)).Run();

    private static float[] Weights(TrainResult result) => [.. result.Graph.Parameters.SelectMany(p => p.Values)];
}
