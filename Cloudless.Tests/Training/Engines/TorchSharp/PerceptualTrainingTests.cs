using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Tests.Training.Temporal;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Engines;
using Cloudless.Training.Perceptual;
using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>From a folder of patches to a network that a loss sees with.</summary>
[TestFixture]
internal sealed class PerceptualTrainingTests
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
    public void Classes_are_told_apart_and_the_file_serves_the_loss()
    {
        CliRun run = CliRun.Of("train-perceptual", "--data", _folder["data"], "--out", _folder["v.onnx"], "--width", "2", "--crop", "32", "--batch", "8", "--epochs", "12", "--engine", "torch-cpu").Succeeded();
        PerceptualNetwork network = PerceptualNetwork.Load(_folder["v.onnx"]);
        ModelCard card = OnnxReader.Read(_folder["v.onnx"]).Card!;
        var notes = new InternalLearning(
            new InternalLearningOptions { Network = new() { Width = 2, Levels = 2 }, Passes = 1, Iterations = 2 }, new EngineSettings { Engine = TrainingEngineKind.TorchCpu, Threads = 1 }, network)
            .Fit(MadeSeries.Of(3, bands: 13), CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Does.Contain("2 classes").And.Contain("of 8 patches"));
            Assert.That(card.Classes, Is.EqualTo(new[] { "flat", "rows" }));
            Assert.That(card.Metrics.Single().Values["accuracy"], Is.EqualTo(1));
            Assert.That(card.Describe(), Does.Contain("flat, rows"));
            Assert.That(notes.Result.Notes, Has.None.Contains("perceptual"));
            Assert.That(notes.Card.Training!.Loss, Does.Contain("0.01 perceptual (v)"));
        });
    }

    [Test]
    public void Perceptual_term_needs_13_bands() => Assert.That(
        () =>
        {
            var options = new Cloudless.Networks.Vgg16Options { Width = 1, Classes = 2 };
            PerceptualNetwork network = PerceptualNetwork.Of(Cloudless.Networks.Vgg16.Build(options), Vgg16Card.Of(options, ["a", "b"], "v", "1", DateTimeOffset.UnixEpoch));
            new InternalLearning(engine: new EngineSettings { Engine = TrainingEngineKind.TorchCpu }, perceptual: network).Fit(MadeSeries.Of(2), CancellationToken.None);
        },
        Throws.TypeOf<CloudlessException>().With.Message.Contains("13 bands; the series has 3"));

    [Test]
    public void Same_seed_gives_the_same_weights()
    {
        byte[] Model(string name)
        {
            PerceptualTraining.Execute(
                new PerceptualRequest
                {
                    DataFolder = _folder["data"], Output = _folder[name], Name = "v", Width = 1, Crop = 32, Course = new CourseOptions { Batch = 4, Epochs = 1 },
                    Engine = new EngineSettings { Engine = TrainingEngineKind.TorchCpu, Threads = 1 },
                },
                null, CancellationToken.None);
            return [.. OnnxReader.Read(_folder[name]).Graph.Parameters.SelectMany(p => p.Values).SelectMany(BitConverter.GetBytes)];
        }

        Assert.That(Model("a.onnx"), Is.EqualTo(Model("b.onnx")));
    }
}
