using Cloudless.Networks;
using Cloudless.Training;
using Cloudless.Training.Batches;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

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
        Assert.That(Directory.GetFiles(_folder), Is.EquivalentTo(new[] { path, path + ".previous" }), "no temporary file may stay");
    }

    [Test]
    public void Averaged_weights_are_delivered_and_resume_exactly()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        TrainOptions options = Options with { Steps = 35, CheckpointSteps = 7, AverageDecay = 0.9 };
        float[] plain = Weights(Train(options with { AverageDecay = null })), unbroken = Weights(Train(options));
        Assert.That(unbroken, Is.Not.EqualTo(plain));
        using var cancel = new CancellationTokenSource();
        Trainer trainer = new(options, Set(), g => new FakeEngine(g) { AfterStep = s => Stop(cancel, s == 23) }, path);
        Assert.Throws<OperationCanceledException>(() => trainer.Run(null, cancel.Token));
        Assert.That(Weights(new Trainer(options, Set(), g => new FakeEngine(g), path).Resume(Checkpoint.Load(path))), Is.EqualTo(unbroken));
        Assert.That(Checkpoint.Load(path).Weights.Values.SelectMany(v => v), Is.EqualTo(plain), "the training itself goes on with its own weights");
    }

    [Test]
    public void A_finished_training_that_is_resumed_still_knows_its_loss()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        double loss = new Trainer(Options, Set(), g => new FakeEngine(g), path).Run().Loss;
        TrainResult again = new Trainer(Options, Set(), g => new FakeEngine(g), path).Resume(Checkpoint.Load(path));
        Assert.That(again.Loss, Is.EqualTo(loss).And.Not.NaN);
        Assert.That(again.Steps, Is.EqualTo(12));
    }

    [Test]
    public void A_zero_tail_begins_with_what_the_network_sees_and_leaves_the_other_weights_as_they_are()
    {
        Dictionary<string, float[]> zero = Start(Options), random = Start(Options with { ZeroTail = false });
        Assert.That(zero["tail.weight"].Concat(zero["tail.bias"]), Is.All.Zero);
        Assert.That(random["tail.weight"], Has.Some.Not.Zero);
        Assert.That(zero["head.weight"], Is.EqualTo(random["head.weight"]).And.Some.Not.Zero);

        static Dictionary<string, float[]> Start(TrainOptions options)
        {
            Dictionary<string, float[]> weights = [];
            _ = new Trainer(options, Set(), g =>
            {
                weights = g.Parameters.ToDictionary(p => p.Name, p => (float[])p.Values.Clone());
                return new FakeEngine(g);
            }).Run();
            return weights;
        }
    }

    [Test]
    public void Some_scenes_alone_can_be_trained_on_and_fewer_are_among_more()
    {
        string[] Taken(int scenes) =>
        [
            .. new TrainingSet(PatchDataset.Of(SyntheticSamples.Few, new DatasetOptions { Scenes = scenes }), heldOutFold: 1).Items.Select(i => i.Group).Distinct(),
        ];
        Assert.That(new[] { 1, 2, 3, 9 }.Select(n => Taken(n).Length), Is.EqualTo(new[] { 1, 2, 3, 3 }));
        Assert.That(Taken(1), Is.SubsetOf(Taken(2)));
        Assert.That(Taken(3), Does.Not.Contain("A"), "what is held out is not among them");
    }

    [Test]
    public void An_epoch_draws_every_patch_once()
    {
        // Four patches in batches of two: two and a half passes are five steps.
        Assert.That(Train(Options with { Steps = null, Epochs = 2.5 }).Steps, Is.EqualTo(5));
    }

    [Test]
    public void Memory_that_does_not_suffice_is_told_with_the_last_good_checkpoint()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        var trainer = new Trainer(Options, Set(), g => new FakeEngine(g) { OutOfMemoryAt = 8 }, path);
        Assert.That(
            () => trainer.Run(),
            Throws.TypeOf<OutOfMemoryException>().With.Message.Contains("batches of 2 crops of 16 x 16").And.Message.Contains($"{path} (step 5)").And.Message.Contains("Nothing is left"));
        Assert.That(Checkpoint.Load(path).Optimizer.Step, Is.EqualTo(5));
        var starved = new Trainer(Options, Set(), _ => throw new OutOfMemoryException("Not even to begin."));
        Assert.That(() => starved.Run(), Throws.TypeOf<OutOfMemoryException>().With.Message.Contains("no checkpoint"));
    }

    [Test]
    public void A_checkpoint_that_cannot_be_written_later_stops_the_training_and_names_the_one_that_stays()
    {
        string path = Path.Combine(_folder, "run.ckpt"), previous = path + ".previous";
        var trainer = new Trainer(Options, Set(), g => new FakeEngine(g) { AfterStep = s => Block(s) }, path);
        Assert.That(() => trainer.Run(), Throws.InstanceOf<CloudlessException>().With.Message.Contains("checkpoint of step 10").And.Message.Contains($"{path} (step 5)"));
        Assert.That(Checkpoint.Load(path).Optimizer.Step, Is.EqualTo(5));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "no temporary file may stay");

        // A folder lies where the checkpoint would be moved out of the way.
        void Block(long step)
        {
            if (step == 9)
            {
                Directory.CreateDirectory(Path.Combine(previous, "in the way"));
            }
        }
    }

    [Test]
    public void A_training_can_start_from_the_weights_of_a_model()
    {
        NetworkGraph start = DSen2Cr.Build(Options.Network);
        HeUniform.Initialize(start, 77);
        Trainer From(NetworkGraph graph) => new(Options with { Steps = 1, LearningRate = 1e-9 }, Set(), g => new FakeEngine(g)) { From = graph };
        Assert.That(Weights(From(start).Run()), Is.EqualTo(start.Parameters.SelectMany(p => p.Values)).Within(1e-4f));
        NetworkGraph other = DSen2Cr.Build(Options.Network with { Features = 3 });
        Assert.That(() => From(other).Run(), Throws.InstanceOf<CloudlessException>().With.Message.Contains("head"));
    }

    [Test]
    public void A_loss_that_is_not_a_number_stops_with_the_last_good_checkpoint()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        var trainer = new Trainer(Options, Set(), g => new FakeEngine(g) { DivergeAt = 8 }, path);
        Assert.That(() => trainer.Run(), Throws.TypeOf<TrainingDivergedException>().With.Message.Contains("step 9").And.Message.Contains($"{path} (step 5)"));
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
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("learningRate was 0.001, now 0.007"));
        Assert.That(
            () => new Trainer(Options, new TrainingSet(SyntheticSamples.Few, heldOutFold: 1), g => new FakeEngine(g)).Resume(checkpoint),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains("other samples"));
    }

    [Test]
    public void A_damaged_checkpoint_is_refused_by_name()
    {
        string path = Path.Combine(_folder, "run.ckpt");
        _ = new Trainer(Options, Set(), g => new FakeEngine(g), path).Run();
        File.Delete(path + ".previous");
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
        Assert.That(Directory.GetFiles(_folder), Is.EquivalentTo(new[] { foreign, ours, ours + ".previous" }), "no temporary file may stay");
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
            TrainOptions steps = options with { Schedule = LearningRateSchedule.Step, RateStepEvery = 40, RateStepFactor = 0.5 };
            Assert.That(new[] { 10L, 39, 40, 79, 80 }.Select(s => steps.RateAt(s, 0)), Is.EqualTo(new[] { 1, 1, 0.5, 0.5, 0.25 }).Within(1e-12));
        });
    }

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => (Options with { Minutes = 1 }).Validate(), Throws.ArgumentException, "both steps and minutes");
            Assert.That(() => (Options with { Epochs = 1 }).Validate(), Throws.ArgumentException, "both steps and epochs");
            Assert.That(() => (Options with { Steps = null }).Validate(), Throws.ArgumentException, "neither");
            Assert.That(() => (Options with { AverageDecay = 1 }).Validate(), Throws.ArgumentException);
            Assert.That(() => (Options with { HeldOutFold = 1, Validation = new() { Fold = 1 } }).Validate(), Throws.ArgumentException.With.Message.Contains("Fold 1"));
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
