using Cloudless.Cli.Hosting;
using Cloudless.Tests.Cli;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Perceptual;

namespace Cloudless.Tests.Training.Perceptual;

/// <summary>Holds with and without TorchSharp.</summary>
[TestFixture]
public class PerceptualRefusalTests
{
    [Test]
    public void Without_TorchSharp_the_packages_are_named_before_anything_is_read()
    {
        if (TorchRuntime.Problem(cuda: false) is null)
        {
            Assert.Ignore("TorchSharp works here.");
        }

        CliRun run = CliRun.Of("train-perceptual", "--data", "nowhere", "--out", "v.onnx");
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("TorchSharp-cpu").And.Not.Contain("nowhere"));
        });
    }

    [Test]
    public void Values_out_of_range_are_refused()
    {
        var request = new PerceptualRequest { DataFolder = "d", Output = "o" };
        Assert.Multiple(() =>
        {
            Assert.That(() => (request with { Crop = 16 }).Validate(), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => (request with { Width = 0 }).Validate(), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => (request with { Course = new CourseOptions { ValidationShare = 0 } }).Validate(), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }
}
