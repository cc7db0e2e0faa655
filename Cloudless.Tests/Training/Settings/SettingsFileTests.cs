using Cloudless.Tests.Cli;
using Cloudless.Training;
using Cloudless.Training.Batches;
using Cloudless.Training.Runs;
using Cloudless.Training.Settings;

namespace Cloudless.Tests.Training.Settings;

[TestFixture]
public class SettingsFileTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void What_is_not_given_keeps_its_default()
    {
        TrainRequest read = Read("""
            {
              // Comments are welcome.
              "data": "D", "out": "m.onnx",
              "training": { "loss": "tmarl", "schedule": "Step", "steps": 7, "mix": { "pasted": 0.5 }, "priorFill": { "name": "patch-mean", "imageWeight": 0.2, "sarWindow": 3 } },
            }
            """);
        Assert.Multiple(() =>
        {
            Assert.That((read.DataFolder, read.Output, read.Name), Is.EqualTo(("D", "m.onnx", "cloudless")));
            Assert.That(read.Options.Mix, Is.EqualTo(new SourceMix { Pasted = 0.5 }));
            Assert.That(read.Options, Is.EqualTo(new TrainOptions
            {
                Loss = "tmarl", Schedule = LearningRateSchedule.Step, Steps = 7, Mix = new SourceMix { Pasted = 0.5 }, PriorFill = read.Options.PriorFill,
            }));
            Assert.That((read.Options.PriorFill!.Name, read.Options.PriorFill.SarWindow), Is.EqualTo(("patch-mean", 3)));
        });
    }

    [Test]
    public void What_is_written_is_read_back()
    {
        var settings = new TrainRequest
        {
            DataFolder = "D", RunFolder = "R", Threads = 3,
            Options = new TrainOptions { Epochs = 8, AverageDecay = 0.99, Optimizer = new() { MaximumGradientNorm = 5 }, Validation = new() { Fold = 2 }, Seed = ulong.MaxValue },
        };
        SettingsFile.Write(_folder["s.json"], settings);
        Assert.That(SettingsFile.Read(_folder["s.json"]), Is.EqualTo(settings));
        Assert.That(File.ReadAllText(_folder["s.json"]), Does.Contain("\"averageDecay\": 0.99").And.Not.Contain("overwrite"));
    }

    [TestCase("""{ "training": { "lerningRate": 1, "mix": { "pastd": 1 } }, "ot": "m" }""", "training.lerningRate, training.mix.pastd, ot", "learningRate")]
    [TestCase("""{ "training": 5 }""", "training is a group", "found 5")]
    [TestCase("""{ "training": { "batch": "many" } }""", "training.batch", "fit")]
    [TestCase("""{ "training": { "schedule": 7 } }""", "training.schedule", "found 7")]
    [TestCase("""{ "training": { "schedule": "zigzag" } }""", "training.schedule", "fit")]
    [TestCase("""{ "training": { "batch": true } }""", "training.batch", "found true")]
    [TestCase("""{ "data": "a", "data": "b" }""", "not valid JSON", "data")]
    [TestCase("[1]", "no object", "braces")]
    [TestCase("{ \"data\": ", "not valid JSON", "s.json")]
    public void What_does_not_fit_is_named(string json, string first, string second) => Assert.That(
        () => Read(json), Throws.InstanceOf<CloudlessException>().With.Message.Contains(first).And.Message.Contains(second).And.Message.Contains("s.json"));

    [Test]
    public void Changes_override_the_file()
    {
        File.WriteAllText(_folder["s.json"], """{ "training": { "batch": 3 } }""");
        TrainRequest read = SettingsFile.Read(_folder["s.json"], ["training.batch=5", "training.loss=tmarl", "training.simulation.cirrusShare=0.5", "name=7"]);
        Assert.That((read.Options.Batch, read.Options.Loss, read.Options.Simulation.CirrusShare, read.Name), Is.EqualTo((5, "tmarl", 0.5, "7")));
        Assert.That(() => SettingsFile.Read(null, ["training.bach=5"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("training.bach"));
        Assert.That(() => SettingsFile.Read(null, ["nonsense"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("path.of.setting=value"));
    }

    private TrainRequest Read(string json)
    {
        File.WriteAllText(_folder["s.json"], json);
        return SettingsFile.Read(_folder["s.json"]);
    }
}
