using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Networks.Onnx;
using Cloudless.Tests.Training.Temporal.PointTraining;
using Cloudless.Training.Engines;
using Cloudless.Training.Temporal.PointTraining;
using Cloudless.Training.Validation;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

[TestFixture]
internal sealed class SeriesTrainingRunTests
{
    private readonly DatedFolder _data = new();
    private string _branch = "", _out = "";

    [OneTimeSetUp]
    public void Require() => TorchEngines.Require(false);

    [SetUp]
    public void MakeFolder()
    {
        _out = TestModels.TemporaryPath("series.onnx");
        _branch = Path.Combine(Path.GetDirectoryName(_out)!, "branch.onnx");
        (NetworkGraph graph, ModelCard card) = TestModels.Make();
        OnnxWriter.Write(graph, card, _branch);
    }

    [TearDown]
    public void DeleteFolder() => Directory.Delete(Path.GetDirectoryName(_out)!, recursive: true);

    [OneTimeTearDown]
    public void DeleteData() => _data.Dispose();

    [Test]
    public void Training_makes_a_model_that_is_better_than_the_mean_of_the_dates()
    {
        var lines = new List<string>();
        ValidationResult best = SeriesTrainingRun.Execute(Request(60), lines.Add);
        double start = double.Parse(File.ReadLines(Path.ChangeExtension(_out, ".run") + "/log.csv").ElementAt(1).Split(',')[3], System.Globalization.CultureInfo.InvariantCulture);
        SeriesModel model = SeriesModel.Load(_out);
        Assert.Multiple(() =>
        {
            Assert.That(best.Loss, Is.LessThan(0.7 * start));
            Assert.That(model.Card.Training!.Optimizer, Does.Contain("frozen for 10 steps"));
            Assert.That(model.Card.Channels[13].MissingFill, Is.EqualTo(-11f));
            Assert.That(lines, Has.Some.Contains("perceptual term is left out").IgnoreCase.And.Some.Contains("branches of"));
        });
    }

    [Test]
    public void Perceptual_term_is_added_and_the_card_names_its_network()
    {
        string vgg = Path.Combine(Path.GetDirectoryName(_out)!, "vgg.onnx");
        var size = new Vgg16Options { Width = 2, Classes = 3 };
        NetworkGraph graph = Vgg16.Build(size);
        HeUniform.Initialize(graph, 2);
        OnnxWriter.Write(graph, Vgg16Card.Of(size, ["a", "b", "c"], "eye", "1.0.0", DateTimeOffset.UnixEpoch), vgg);
        SeriesTrainRequest request = Request(3) with { Perceptual = vgg, Options = Request(3).Options with { Patch = 8 } };
        double seen = SeriesTrainingRun.Execute(request).Loss;
        Assert.That(SeriesModel.Load(_out).Card.Training!.Loss, Does.Contain("1 perceptual by vgg.onnx"));
        double blind = SeriesTrainingRun.Execute(request with { Options = request.Options with { PerceptualWeight = 0 }, Overwrite = true }).Loss;
        Assert.That(seen, Is.GreaterThan(blind));
    }

    [Test]
    public void Branches_stay_as_they_are_while_frozen()
    {
        SeriesTrainingRun.Execute(Request(10));
        SeriesModel model = SeriesModel.Load(_out);
        NetworkGraph branch = OnnxReader.Read(_branch).Graph;
        foreach (Parameter parameter in branch.Parameters)
        {
            Assert.That(model.Graph!.Parameter(parameter.Name).Values, Is.EqualTo(parameter.Values), parameter.Name);
        }
    }

    [Test]
    public void Training_goes_on_from_its_checkpoint_as_if_never_stopped()
    {
        SeriesTrainingRun.Execute(Request(24));
        float[] whole = Last(_out);
        string other = Path.Combine(Path.GetDirectoryName(_out)!, "parts.onnx");
        SeriesTrainingRun.Execute(Request(12) with { Output = other });
        SeriesTrainingRun.Execute(Request(24) with { Output = other, Resume = true });

        // libtorch promises no equal bits; the weights of a step are 2e-3 apart.
        Assert.That(Last(other), Is.EqualTo(whole).Within(1e-4));
        Assert.That(() => SeriesTrainingRun.Execute(Request(24) with { Output = other, Overwrite = true, Resume = true, Options = Request(24).Options with { Seed = 5 } }),
            Throws.TypeOf<CloudlessException>());
    }

    [Test]
    public void Own_engine_and_an_earlier_run_are_refused()
    {
        Assert.That(() => SeriesTrainingRun.Execute(Request(1) with { Engine = TrainingEngineKind.Cpu }), Throws.TypeOf<CloudlessException>().With.Message.Contains("torch-cpu"));
        Assert.That(Directory.Exists(Path.ChangeExtension(_out, ".run")), Is.False, "what failed leaves no folder");
        Assert.That(
            () => SeriesTrainingRun.Execute(Request(1) with { Data = "nothing", Perceptual = _branch }), Throws.TypeOf<ModelContractException>().With.Message.Contains("vgg16"), "before the data are read");
        Assert.That(Directory.Exists(Path.ChangeExtension(_out, ".run")), Is.False);
        SeriesTrainingRun.Execute(Request(1));
        File.Delete(_out);
        Assert.That(() => SeriesTrainingRun.Execute(Request(1)), Throws.TypeOf<CloudlessException>().With.Message.Contains("--resume"));
    }

    private static float[] Last(string output) => Cloudless.Training.Checkpoints.Checkpoint.Load(Path.ChangeExtension(output, ".run") + "/run.checkpoint").Weights["fusion00.weight"];

    private SeriesTrainRequest Request(int steps) => new()
    {
        Data = _data.Path, Output = _out, From = _branch, Engine = TrainingEngineKind.TorchCpu,
        Options = new SeriesTrainOptions
        {
            Network = new SequenceToPointOptions { Features = 8 }, Patch = 12, Steps = steps, FrozenSteps = 10, ValidateEvery = 20, LearningRate = 2e-3,
        },
    };
}
