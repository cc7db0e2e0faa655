using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Downstream.Labels;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Microsoft.ML.OnnxRuntime;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>From a folder of labeled patches to a classifier's file.</summary>
[TestFixture]
internal sealed class ClassifierTrainingTests
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeFolder()
    {
        TorchEngines.Require(false);
        _folder = RowsAndFlats.Make();
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _folder?.Dispose();

    [Test]
    public void Classes_are_told_apart_and_the_file_says_what_it_is()
    {
        CliRun run = CliRun.Of(
            "train-classifier", "--data", _folder["data"], "--out", _folder["c.onnx"], "--width", "4", "--crop", "32", "--batch", "8", "--epochs", "10", "--lr", "0.01", "--engine", "torch-cpu", "--threads", "1", "--license", "MIT").Succeeded();
        (NetworkGraph graph, _) = OnnxReader.Read(_folder["c.onnx"]);
        ClassifierCard card = ClassifierCard.Of(ModelFile.Parse(File.ReadAllBytes(_folder["c.onnx"]), "c"), "c")!;
        string[] log = File.ReadAllLines(_folder["c.csv"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Does.Contain("2 classes").And.Contain("of 8 patches").And.Contain("macro F1 1.000"));
            Assert.That((card.Architecture, card.CropSide, card.License, card.Seed, card.ClassifierWeight), Is.EqualTo(("resnet50", 32, "MIT", 1UL, "classes.weight")));
            Assert.That(card.Classes, Is.EqualTo(new[] { "flat", "rows" }));
            Assert.That(card.Bands, Is.EqualTo(PublishedStatistics.Bands.Select(b => b.Id)));
            Assert.That(card.Metrics!["accuracy"], Is.EqualTo(1));
            Assert.That(card.Training!.Command, Does.StartWith("cloudless"));
            Assert.That(graph.Outputs.Select(o => o.Name), Is.EqualTo(new[] { ClassifierCard.ClassesName, ClassifierCard.FeaturesName }));
            Assert.That(graph.Parameter(card.ClassifierWeight!).Shape, Is.EqualTo(new[] { 2, 128, 1, 1 }));
            Assert.That(log[0], Is.EqualTo("epoch,steps,crossEntropy,accuracy,macroF1,seconds"));
            Assert.That(log, Has.Length.EqualTo(11));
        });
    }

    [Test]
    public void Runtime_says_of_the_file_what_TorchSharp_says_of_the_graph()
    {
        ClassifierTraining.Execute(Request("r.onnx") with { Course = Course with { Epochs = 2 }, Bands = [Sentinel2Band.B11, Sentinel2Band.B01] }, null, CancellationToken.None);
        (NetworkGraph graph, _) = OnnxReader.Read(_folder["r.onnx"]);
        LabeledPatches data = LabeledPatches.Open(_folder["data"], new LabelOptions(), 32);
        PatchBatch batch = data.Read([.. Enumerable.Range(0, 12)], [Sentinel2Band.B11, Sentinel2Band.B01], null);
        using IPatchClassifier torch = TorchRuntime.CreateClassifier(graph, false, new EngineSettings { Engine = TrainingEngineKind.TorchCpu, Threads = 1 }, 0.1, 0);
        using var session = new InferenceSession(_folder["r.onnx"]);
        using OrtValue source = OrtValue.CreateTensorValueFromMemory(batch.Images, [12, 2, 32, 32]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> found = session.Run(run, [ClassifierCard.InputName], [source], [ClassifierCard.ClassesName, ClassifierCard.FeaturesName]);
        float[] expected = torch.Classify(batch);

        // 53 layers in float32 on both sides; ONNX Runtime folds the normalizations into the convolutions.
        Assert.That(found[0].GetTensorDataAsSpan<float>().ToArray(), Is.EqualTo(expected).Within(1e-4 * Math.Max(1, expected.Max(Math.Abs))));
        Assert.That(found[1].GetTensorTypeAndShape().Shape, Is.EqualTo(new long[] { 12, 64, 1, 1 }));
    }

    [Test]
    public void Same_seed_gives_the_same_weights()
    {
        byte[] Model(string name)
        {
            ClassifierTraining.Execute(Request(name) with { Course = Course with { Epochs = 1 } }, null, CancellationToken.None);
            return [.. OnnxReader.Read(_folder[name]).Graph.Parameters.SelectMany(p => p.Values).SelectMany(BitConverter.GetBytes)];
        }

        Assert.That(Model("a.onnx"), Is.EqualTo(Model("b.onnx")));
    }

    [Test]
    public void Decay_is_a_part_of_each_weight_in_its_gradient()
    {
        float[] After(double decay)
        {
            NetworkGraph graph = ResNet50.Build(new ResNet50Options { Width = 1, Classes = 2 });
            HeUniform.Initialize(graph, 1);
            LabeledPatches data = LabeledPatches.Open(_folder["data"], new LabelOptions(), 32);
            using IPatchClassifier torch = TorchRuntime.CreateClassifier(graph, false, new EngineSettings { Engine = TrainingEngineKind.TorchCpu, Threads = 1 }, 0.01, decay);
            torch.Step(data.Read([0, 39], PublishedStatistics.Bands, null));
            torch.Synchronize();
            return graph.Parameter("layer1.0.conv1.weight").Values;
        }

        // With so much decay the gradient's sign is the weight's: ADAM's first step is the rate against it.
        NetworkGraph start = ResNet50.Build(new ResNet50Options { Width = 1, Classes = 2 });
        HeUniform.Initialize(start, 1);
        float[] before = start.Parameter("layer1.0.conv1.weight").Values;
        Assert.That(After(1e6), Is.EqualTo(before.Select(w => w - (0.01f * Math.Sign(w)))).Within(1e-5));
        Assert.That(After(0), Is.Not.EqualTo(After(1e6)));
    }

    private static CourseOptions Course => new() { Batch = 4 };

    private ClassifierRequest Request(string name) => new()
    {
        DataFolder = _folder["data"],
        Output = _folder[name],
        Width = 2,
        Crop = 32,
        Course = Course,
        Engine = new EngineSettings { Engine = TrainingEngineKind.TorchCpu, Threads = 1 },
    };
}
