using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Temporal;

/// <summary>Holds with and without TorchSharp.</summary>
[TestFixture]
public class InternalLearningRefusalTests
{
    [Test]
    public void Without_TorchSharp_the_packages_are_named()
    {
        if (TorchRuntime.Problem(cuda: false) is null)
        {
            Assert.Ignore("TorchSharp works here.");
        }

        Assert.That(() => new InternalLearning(), Throws.TypeOf<CloudlessException>().With.Message.Contains("seq2seq").And.Message.Contains("TorchSharp-cpu"));
    }

    [Test]
    public void Own_engine_is_refused_with_what_to_take() => Assert.That(
        () => new InternalLearning(engine: new EngineSettings { Engine = TrainingEngineKind.Cpu }), Throws.TypeOf<CloudlessException>().With.Message.Contains("--engine torch-cpu"));

    [Test]
    public void Crop_that_cannot_be_halved_is_refused() => Assert.That(
        () => new InternalLearning(new InternalLearningOptions { Crop = 40 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("multiple of 16"));
}
