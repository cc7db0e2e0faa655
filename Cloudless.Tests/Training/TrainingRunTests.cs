using Cloudless.Cli.Hosting;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Removal;
using Cloudless.Training;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation;
using Cloudless.Training.PriorFills;
using Cloudless.Training.Runs;

namespace Cloudless.Tests.Training;

[TestFixture]
public class TrainingRunTests
{
    private static readonly TrainOptions Options = new()
    {
        Network = new DSen2CrOptions { Features = 4, Blocks = 1 }, Batch = 2, Crop = 16, Steps = 60, CheckpointSteps = 1000, LearningRate = 3e-3, WarmUpSteps = 5,
    };

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void WriteSamples()
    {
        _folder = new TemporaryFolder();
        SampleFolder.Write(_folder["data"]);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void The_CPU_engine_learns_and_the_model_file_tells_how_it_was_made()
    {
        TrainRequest request = Request("m.onnx") with { Options = Options with { HeldOutFold = 2, Steps = 300, LearningRate = 1e-2, Network = new DSen2CrOptions { Features = 8, Blocks = 1 } } };
        EvaluationReport report = TrainingRun.Execute(request).Evaluation!;
        // The synthetic cloud is 5000 DN above its ground; a network that only learned the mean ground under it beats the input by far.
        Assert.That(report.Mean(RemovalMethods.CompositeOff).MaeCovered, Is.LessThan(0.4 * report.Mean(FoldEvaluation.CloudyInput).MaeCovered!.Value));
        ModelCard card = CloudRemovalModel.Load(_folder["m.onnx"]).Card;
        Assert.Multiple(() =>
        {
            Assert.That(card.Training!.Steps, Is.EqualTo(300));
            Assert.That(card.Training.Folds, Does.Contain("fold 2 left out"));
            Assert.That(card.Training.Loss, Does.StartWith("L1 for 0.5"));
            Assert.That(card.Limitations, Has.Some.StartsWith("Trained on 1 samples").And.None.Contains("open sea"));
            Assert.That(card.Channels[13].MissingFill, Is.EqualTo(SarFill.Vv));
            Assert.That(card.Metrics.Select(m => m.Protocol), Has.Some.StartsWith(RemovalMethods.CompositeOff).And.Some.StartsWith(FoldEvaluation.CloudyInput).And.Some.StartsWith("fill: sar-regression"));
            Assert.That(File.ReadAllText(_folder["m.md"]), Does.Contain("| two | 2 |"));
        });
    }

    [Test]
    public void A_training_with_fill_and_dropout_makes_a_model_that_serves_images_without_SAR_and_B10()
    {
        TrainOptions options = Options with { HeldOutFold = 2, Steps = 5, PriorFill = new PriorFillOptions { SarWindow = 3 }, Augmentation = new AugmentationOptions { SarDropout = 0.3, B10Dropout = 0.3 } };
        EvaluationReport report = TrainingRun.Execute(Request("m.onnx") with { Options = options }).Evaluation!;
        CloudRemovalModel model = CloudRemovalModel.Load(_folder["m.onnx"]);
        PriorFillCard learned = PriorFillTraining.Learn(new TrainingSet(PatchDataset.Open(_folder["data"]), 2), options.PriorFill!);
        using var remover = new CloudRemover(model);
        Raster<float> cloudy = SyntheticSamples.Few[1].Input!.ToFloat();
        Assert.Multiple(() =>
        {
            Assert.That(model.Card.PriorFill! with { Spectrum = [], SarLines = null }, Is.EqualTo(learned with { Spectrum = [], SarLines = null }));
            Assert.That(model.Card.PriorFill.Spectrum, Is.EqualTo(learned.Spectrum));
            Assert.That(model.Card.PriorFill.SarLines, Is.EqualTo(learned.SarLines));
            Assert.That(
                model.Card.Channels.Where(c => c.MissingFill is not null).Select(c => (c.Name, c.MissingFill!.Value)),
                Is.EqualTo(new[] { ("B10", MissingCirrus.Fill), ("VV", SarFill.Vv), ("VH", SarFill.Vh) }));
            Assert.That(report.Mean(RemovalMethods.CompositeOn).Psnr, Is.GreaterThan(report.Mean(FoldEvaluation.CloudyInput).Psnr));
            Assert.That(remover.Remove(MissingCirrus.Remove(cloudy)).Image.Channels, Is.EqualTo(12));
        });
    }

    [Test]
    public void A_resumed_training_has_the_bits_of_an_unbroken_one_on_the_CPU_engine()
    {
        TrainRequest unbroken = Request("unbroken.onnx") with { Options = Options with { Steps = 12, CheckpointSteps = 5 } };
        _ = TrainingRun.Execute(unbroken);
        using var cancel = new CancellationTokenSource();
        TrainRequest broken = unbroken with { Output = _folder["resumed.onnx"], CheckpointPath = _folder["c.checkpoint"], Resume = true };
        Assert.Throws<OperationCanceledException>(() => TrainingRun.Execute(broken, new CancelAt(cancel), cancellation: cancel.Token));
        _ = TrainingRun.Execute(broken);
        Assert.That(_folder.Files, Does.Contain("unbroken.run/run.checkpoint").And.Not.Contain("resumed.run/run.checkpoint"));
        Assert.That(Weights("resumed.onnx"), Is.EqualTo(Weights("unbroken.onnx")));
    }

    [Test]
    public void Figures_stand_once_in_a_card_however_often_a_training_that_is_done_is_resumed()
    {
        foreach (string part in new[] { "s2_cloudy", "s2_clear", "s1" })
        {
            // A sample outside the folds, to train on.
            File.Copy(_folder[$"data/two_{part}.tif"], _folder[$"data/three_{part}.tif"]);
        }

        TrainRequest request = Request("m.onnx") with { Options = Options with { Steps = 3, HeldOutFold = 1, Validation = new() { Fold = 2 } } };
        _ = TrainingRun.Execute(request);
        string[] once = Protocols();
        _ = TrainingRun.Execute(request with { Resume = true });
        Assert.That(Protocols(), Is.EqualTo(once).And.Unique.And.Some.StartsWith(FoldEvaluation.CloudyInput).And.Some.StartsWith("bare network"));

        string[] Protocols() => [.. CloudRemovalModel.Load(_folder["m.onnx"]).Card.Metrics.Select(m => m.Protocol)];
    }

    [Test]
    public void Weights_that_knew_a_prior_fill_do_not_go_on_without_it_unsaid()
    {
        TrainRequest first = Request("fill.onnx") with { Options = Options with { Steps = 1, PriorFill = new PriorFillOptions { SarWindow = 3 } } };
        TrainRequest next = first with { From = _folder["fill.onnx"], Output = _folder["next.onnx"] };
        _ = TrainingRun.Execute(first);
        Assert.That(Warnings(next), Is.Empty);
        Assert.That(
            Warnings(next with { Output = _folder["other.onnx"], Options = next.Options with { PriorFill = null } }),
            Has.One.Contains("go on without a prior fill").And.One.Contains("--prior-fill sar-regression"));

        static List<string> Warnings(TrainRequest request)
        {
            var said = new List<string>();
            _ = TrainingRun.Execute(request, log: said.Add);
            return [.. said.Where(s => s.StartsWith("warning", StringComparison.Ordinal))];
        }
    }

    [Test]
    public void A_cross_validation_leaves_each_fold_out_and_says_so_in_the_final_card()
    {
        TrainRequest request = Request("cv") with { Options = Options with { Steps = 3 }, Name = "tiny" };
        TrainingOutcome outcome = CrossValidationRun.Execute(request);
        ModelCard final = CloudRemovalModel.Load(Path.Combine(_folder["cv"], "tiny.onnx")).Card;
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Evaluation!.Rows.Select(r => (r.Patch, r.Fold)).Distinct(), Is.EqualTo(new[] { ("one", (int?)1), ("two", 2) }));
            Assert.That(_folder.Files, Does.Contain("cv/fold1.onnx").And.Contain("cv/fold2.md").And.Contain("cv/tiny.json").And.Contain("cv/fold1.run/log.csv").And.Contain("cv/tiny.run/settings.json"));
            Assert.That(final.Training!.Folds, Does.Contain("folds 1, 2").And.Contain("nothing left out"));
            Assert.That(final.Metrics[0].Protocol, Does.Contain("this model saw all folds"));
        });
        float[] weights = Weights("cv/tiny.onnx");
        File.Delete(Path.Combine(_folder["cv"], "fold2.md"));
        _ = CrossValidationRun.Execute(request with { Resume = true });
        Assert.That(Weights("cv/tiny.onnx"), Is.EqualTo(weights), "a run that is done is only written again");
        Assert.That(_folder.Files, Does.Contain("cv/fold2.md"));
    }

    [TestCase("fold1.onnx", false)]
    [TestCase("fold2.json", false)]
    [TestCase("fold2.md", true)]
    [TestCase("tiny.onnx", true)]
    [TestCase("tiny.md", true)]
    public void A_cross_validation_refuses_files_that_are_not_its_own_before_any_training(string name, bool resume)
    {
        string path = Path.Combine(Directory.CreateDirectory(_folder["cv"]).FullName, name);
        File.WriteAllText(path, "mine");
        TrainRequest request = Request("cv") with { Options = Options with { Steps = 3 }, Name = "tiny", Resume = resume };
        Assert.That(() => CrossValidationRun.Execute(request), Throws.InstanceOf<CloudlessException>().With.Message.Contains(name));
        Assert.That(File.ReadAllText(path), Is.EqualTo("mine"));
        Assert.That(Directory.GetFiles(_folder["cv"]), Has.Length.EqualTo(1));
    }

    [TestCase("fold1")]
    [TestCase("Fold2.b")]
    [TestCase("a/b")]
    public void A_cross_validation_refuses_names_that_meet_those_of_its_parts(string name) => Assert.That(
        () => CrossValidationRun.Execute(Request("cv") with { Name = name }), Throws.InstanceOf<CloudlessException>().With.Message.Contains($"'{name}'"));

    [Test]
    public void A_folder_with_other_files_is_no_place_for_a_run()
    {
        Directory.CreateDirectory(_folder["m.run"]);
        File.WriteAllText(_folder["m.run/mine.txt"], "mine");
        Assert.That(
            () => TrainingRun.Execute(Request("m.onnx") with { Overwrite = true }), Throws.InstanceOf<CloudlessException>().With.Message.Contains("m.run").And.Message.Contains("settings.json"));
        Assert.That(File.ReadAllText(_folder["m.run/mine.txt"]), Is.EqualTo("mine"));
    }

    [Test]
    public void A_checkpoint_without_a_place_is_refused_before_the_samples_are_read()
    {
        TrainRequest request = Request("m.onnx") with { DataFolder = _folder["no-data"] };
        Assert.That(() => TrainingRun.Execute(request with { CheckpointPath = _folder["no/c.checkpoint"] }), Throws.InstanceOf<CloudlessException>().With.Message.Contains("no"));
        Assert.That(() => TrainingRun.Execute(request with { CheckpointPath = request.Output }), Throws.InstanceOf<CloudlessException>().With.Message.Contains("name of an output"));
    }

    [Test]
    public void A_card_says_of_a_users_data_only_what_is_known_of_it()
    {
        IReadOnlyList<PatchItem> all = PatchDataset.Of(SyntheticSamples.Few).Items;
        PatchItem[] known = [.. all.Select(s => s with { Source = "sen12mscr_triplets" })];
        Assert.That(DataSources.Limitations(known), Has.Count.EqualTo(2).And.Some.Contains("no open sea"));
        Assert.That(DataSources.Limitations([.. known, all[0]]), Has.Count.EqualTo(1).And.None.Contains("no open sea"));
    }

    [Test]
    public void A_canceled_training_says_where_it_can_go_on_from()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        CliRun run = CliRun.Of(
            cancel.Token, "train", "--data", _folder["data"], "--out", _folder["m.onnx"], "--features", "2", "--blocks", "1", "--steps", "2", "--crop", "16", "--batch", "1",
            "--out-dir", _folder["run"]);
        Assert.That(run.Code, Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(run.Error, Does.Contain("Stopped at step 0").And.Contain("run.checkpoint holds the training"));
        Assert.That(_folder.Files, Does.Contain("run/run.checkpoint").And.Not.Contain("m.onnx"));
        CliRun.Of("train", "--out-dir", _folder["run"], "--resume").Succeeded();
        Assert.That(_folder.Files, Does.Contain("m.onnx"), "a resumed run knows its settings");
        CliRun.Of("train", "--out-dir", _folder["run"], "--resume").Succeeded();
        File.WriteAllText(_folder["other.onnx"], "mine");
        CliRun other = CliRun.Of("train", "--out-dir", _folder["run"], "--resume", "--out", _folder["other.onnx"]);
        Assert.That((other.Code, File.ReadAllText(_folder["other.onnx"])), Is.EqualTo((ExitCodes.Failure, "mine")), "only its own output is replaced");
    }

    [Test]
    public void An_existing_model_is_refused_before_any_work()
    {
        File.WriteAllText(_folder["m.onnx"], "mine");
        Assert.That(() => TrainingRun.Execute(Request("m.onnx") with { DataFolder = _folder["missing"] }), Throws.InstanceOf<CloudlessException>().With.Message.Contains("m.onnx"));
        Assert.That(File.ReadAllText(_folder["m.onnx"]), Is.EqualTo("mine"));
    }

    [Test]
    public void The_command_trains_and_prints_the_table()
    {
        CliRun run = CliRun.Of(
            "train", "--data", _folder["data"], "--out", _folder["m.onnx"], "--features", "2", "--blocks", "1", "--steps", "2", "--crop", "16", "--batch", "1", "--fold", "1", "--no-sar").Succeeded();
        Assert.That(run.Out, Does.Contain("| one | 1 |").And.Contain("m.onnx: 2 steps"));
        Assert.That(CloudRemovalModel.Load(_folder["m.onnx"]).Sar, Is.False);
    }

    [TestCase("train", "--data", "x")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--cross-validate", "d")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--steps", "3", "--minutes", "3")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--steps", "3", "--epochs", "3")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--set", "training.nonsense=3")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--settings", "no-such-file.json")]
    [TestCase("train", "--out", "m.onnx")]
    [TestCase("train", "--data", "x", "--cross-validate", "d", "--validation-fold", "1", "--fold", "1")]
    [TestCase("train", "--data", "x", "--cross-validate", "d", "--fold", "1")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--lr", "-1")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--minutes", "NaN")]
    [TestCase("train", "--data", "x", "--out", "m.onnx", "--steps", "0")]
    public void Options_that_do_not_go_together_are_usage_errors(params string[] args) =>
        Assert.That(CliRun.Of(args).Code, Is.EqualTo(2));

    private TrainRequest Request(string output) => new() { DataFolder = _folder["data"], Output = _folder[output], Options = Options, Threads = 1 };

    private float[] Weights(string model) => [.. CloudRemovalModel.Load(_folder[model]).Graph!.Parameters.SelectMany(p => p.Values)];

    /// <summary>Cancels at the first report, which comes after the first step.</summary>
    private sealed class CancelAt(CancellationTokenSource cancel) : IProgress<TrainProgress>
    {
        public void Report(TrainProgress value) => cancel.Cancel();
    }
}
