using Cloudless.Cli.Hosting;
using Cloudless.Networks;
using Cloudless.Tests.Cli;
using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Runs;

namespace Cloudless.Tests.Training.Downstream.Classifiers;

/// <summary>Holds with and without TorchSharp.</summary>
[TestFixture]
public class ClassifierRefusalTests
{
    [Test]
    public void Without_TorchSharp_the_packages_are_named_before_anything_is_read()
    {
        if (TorchRuntime.Problem(cuda: false) is null)
        {
            Assert.Ignore("TorchSharp works here.");
        }

        CliRun run = CliRun.Of("train-classifier", "--data", "nowhere", "--out", "c.onnx");
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("TorchSharp-cpu").And.Not.Contain("nowhere"));
        });
    }

    [TestCase("--bands", "B02,B13", "B8A")]
    [TestCase("--split", "scene", "official")]
    [TestCase("--scheme", "corine", "igbp-simplified")]
    [TestCase("--classes", "moss", "two classes at least")]
    public void Words_that_are_not_known_are_told_which_are(string option, string value, string known)
    {
        CliRun run = CliRun.Of("train-classifier", "--data", "d", "--out", "c.onnx", option, value);
        Assert.That((run.Code, run.Error), Is.EqualTo((ExitCodes.Usage, run.Error)));
        Assert.That(run.Error, Does.Contain(value).And.Contain(known));
    }

    [Test]
    public void A_model_that_would_be_its_own_log_is_refused() => Assert.That(
        () => OutputFiles.RequireFree(["c.csv", new ClassifierRequest { DataFolder = "d", Output = "c.csv" }.LogFile], overwrite: true),
        Throws.TypeOf<CloudlessException>().With.Message.Contains("another extension"));

    [Test]
    public void Values_out_of_range_are_refused()
    {
        var request = new ClassifierRequest { DataFolder = "d", Output = "o" };
        Assert.Multiple(() =>
        {
            Assert.That(request.Validate, Throws.Nothing);
            Assert.That((request with { Crop = 16 }).Validate, Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That((request with { Width = 0 }).Validate, Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That((request with { Course = new CourseOptions { WeightDecay = -1 } }).Validate, Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That((request with { Bands = [] }).Validate, Throws.ArgumentException);
            Assert.That((request with { Classes = ["a", "A"] }).Validate, Throws.ArgumentException.With.Message.Contains("a, A"));
        });
    }

    [Test]
    public void Defaults_are_the_published_settings()
    {
        var request = new ClassifierRequest { DataFolder = "d", Output = "o" };
        Assert.That((request.Course.LearningRate, request.Course.WeightDecay, request.Course.Batch, request.Crop, request.Width), Is.EqualTo((1e-3, 1e-5, 64, 224, 64)));
        Assert.That(request.Bands.Select(b => b.Id), Is.EqualTo(new[] { "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12" }));
        Assert.That(request.Bands.Select(b => PublishedStatistics.Of(b)), Has.None.Null);
    }
}
