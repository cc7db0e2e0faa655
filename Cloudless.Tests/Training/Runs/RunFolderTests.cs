using System.Globalization;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Logs;
using Cloudless.Training;
using Cloudless.Training.Logs;
using Cloudless.Training.Logs.Schema;
using Cloudless.Training.Runs;
using Cloudless.Training.Settings;

namespace Cloudless.Tests.Training.Runs;

/// <summary>One training with validation, and all it leaves in its folder.</summary>
[TestFixture]
public class RunFolderTests
{
    private TemporaryFolder _folder = null!;
    private TrainRequest _request = null!;
    private TrainingOutcome _outcome = null!;

    [OneTimeSetUp]
    public void Train()
    {
        _folder = new TemporaryFolder();
        SampleFolder.Write(_folder["data"]);
        _request = new TrainRequest
        {
            DataFolder = _folder["data"], RunFolder = _folder["run"], Threads = 1,
            Options = new TrainOptions
            {
                Network = new DSen2CrOptions { Features = 4, Blocks = 1 }, Batch = 2, Crop = 16, Steps = 50, LearningRate = 1e-2, WarmUpSteps = 5, CheckpointSteps = 25, LogSteps = 10,
                AverageDecay = 0.9, Validation = new() { Fold = 2, Steps = 20 },
            },
        };
        _outcome = TrainingRun.Execute(_request);
    }

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void The_folder_holds_settings_log_events_pictures_checkpoints_and_models()
    {
        string[] files = [.. _folder.Files.Where(f => f.StartsWith("run/", StringComparison.Ordinal) && !f.Contains("tfevents", StringComparison.Ordinal))];
        Assert.That(files, Is.EqualTo(new[]
        {
            "run/best.onnx", "run/last.onnx", "run/log.csv", "run/pictures/two-00000020.png", "run/pictures/two-00000040.png", "run/pictures/two-00000050.png",
            "run/run.checkpoint", "run/run.checkpoint.previous", "run/settings.json",
        }));
        Assert.That(_outcome.ModelPath, Is.EqualTo(_folder["run/best.onnx"]));
    }

    [Test]
    public void The_settings_repeat_the_training()
    {
        TrainRequest read = SettingsFile.Read(_folder["run/settings.json"]);
        Assert.That(read, Is.EqualTo(_request));
        _ = TrainingRun.Execute(read with { RunFolder = _folder["again"] });
        Assert.That(Weights("again/last.onnx"), Is.EqualTo(Weights("run/last.onnx")));
        Assert.That(Told("again/log.csv"), Is.EqualTo(Told("run/log.csv")));
    }

    [Test]
    public void Log_and_event_file_tell_the_same()
    {
        string[][] rows = [.. File.ReadAllLines(_folder["run/log.csv"]).Skip(1).Select(r => r.Split(','))];
        Assert.That(rows.Select(r => (r[0], r[7].Length > 0)), Is.EqualTo(new[]
        {
            ("10", false), ("20", false), ("20", true), ("30", false), ("40", false), ("40", true), ("50", false), ("50", true),
        }));
        List<Event> events = EventRecords.Read(Directory.GetFiles(_folder["run"], EventFile.NamePattern).Order(StringComparer.Ordinal).First());
        foreach ((string tag, int column, bool validation) in new[] { ("train/loss", 1, false), ("train/rate", 3, false), ("validation/loss", 6, true), ("validation/psnr", 7, true) })
        {
            var curve = events.Where(e => e.Summary is not null).SelectMany(e => e.Summary.Value.Where(v => v.Tag == tag).Select(v => (e.Step, v.SimpleValue))).ToList();
            string[][] own = [.. rows.Where(r => r[7].Length > 0 == validation)];
            Assert.That(curve.Select(c => c.Step), Is.EqualTo(own.Select(r => Number(r[0]))), tag);
            Assert.That(curve.Select(c => c.SimpleValue), Is.EqualTo(own.Select(r => (float)Number(r[column]))).Within(1e-4), tag);
        }

        byte[][] pictures = [.. events.Where(e => e.Summary is not null).SelectMany(e => e.Summary.Value).Where(v => v.Tag == "validation/two").Select(v => v.Image.EncodedImageString.ToByteArray())];
        Assert.That(pictures, Is.EqualTo(new[] { 20, 40, 50 }.Select(s => File.ReadAllBytes(_folder[$"run/pictures/two-{s:00000000}.png"]))));
    }

    [Test]
    public void The_best_model_is_that_of_the_best_validation_and_its_card_says_so()
    {
        (long step, double psnr) = File.ReadAllLines(_folder["run/log.csv"]).Skip(1).Select(r => r.Split(',')).Where(r => r[7].Length > 0)
            .Select(r => ((long)Number(r[0]), Number(r[7]))).MaxBy(r => r.Item2);
        ModelCard card = CloudRemovalModel.Load(_folder["run/best.onnx"]).Card;
        Assert.Multiple(() =>
        {
            Assert.That(_outcome.Best!.Step, Is.EqualTo(step));
            Assert.That(card.Training!.Steps, Is.EqualTo(step));
            Assert.That(card.Training.Folds, Does.Contain("fold 2 left out to validate"));
            Assert.That(card.Training.Optimizer, Does.Contain("decay 0.9"));
            Assert.That(card.Metrics.Single().Values["psnrDb"], Is.EqualTo(psnr).Within(1e-4));
            Assert.That(CloudRemovalModel.Load(_folder["run/last.onnx"]).Card.Training!.Steps, Is.EqualTo(50));
        });
    }

    [Test]
    public void An_earlier_run_is_gone_on_with_or_replaced_only_when_asked_for()
    {
        string[] before = [.. _folder.Files];
        Assert.That(() => TrainingRun.Execute(_request), Throws.InstanceOf<CloudlessException>().With.Message.Contains("--resume").And.Message.Contains("--overwrite"));
        Assert.That(_folder.Files, Is.EqualTo(before));
        using (RunFolder.Open(_request with { Resume = true }))
        {
            Assert.That(() => RunFolder.Open(_request with { Resume = true }), Throws.InstanceOf<CloudlessException>().With.Message.Contains("another training"));
        }

        TrainingOutcome resumed = TrainingRun.Execute(_request with { Resume = true });
        Assert.That((resumed.Loss, resumed.Steps, resumed.Best), Is.EqualTo((_outcome.Loss, 50L, _outcome.Best)), "a finished training knows what it found");
    }

    [Test]
    public void A_run_that_is_replaced_leaves_nothing_of_the_earlier_one()
    {
        TrainRequest judged = _request with { RunFolder = _folder["twice"], Options = _request.Options with { Steps = 6, HeldOutFold = 2, Validation = new() } };
        _ = TrainingRun.Execute(judged);
        Assert.That(_folder.Files, Does.Contain("twice/last.md").And.Contain("twice/last.json"));
        _ = TrainingRun.Execute(judged with { Overwrite = true, Options = judged.Options with { HeldOutFold = null } });
        Assert.That(
            _folder.Files.Where(f => f.StartsWith("twice/", StringComparison.Ordinal)).Select(f => f.Contains("tfevents", StringComparison.Ordinal) ? "events" : f),
            Is.EqualTo(new[] { "events", "twice/last.onnx", "twice/log.csv", "twice/run.checkpoint", "twice/settings.json" }));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string[] Told(string log) => RunLogs.WithoutTimes(_folder[log]);

    private float[] Weights(string model) => [.. CloudRemovalModel.Load(_folder[model]).Graph!.Parameters.SelectMany(p => p.Values)];
}
