using System.Text.Json;
using Cloudless.Tests.Training.Downstream;

namespace Cloudless.Tests.Cli;

[TestFixture]
public class StudyCommandTests
{
    private StudyFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new StudyFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Study_of_two_models_writes_a_report()
    {
        JsonElement study = Run("--removal", _folder.Removal, "--removal", "default", "--json").Succeeded().Json();
        string[] conditions = [.. study.GetProperty("overall").EnumerateArray().Select(r => r.GetProperty("condition").GetString()!).Distinct()];
        Assert.Multiple(() =>
        {
            Assert.That(conditions, Does.Contain("random-nosar: composite").And.Contain("default: composite").And.Contain("cloudy: no removal"));
            Assert.That(study.GetProperty("overall")[0].GetProperty("f1").GetProperty("low").GetDouble(), Is.EqualTo(1));
            Assert.That(File.Exists(Path.Combine(_folder["out"], "report.html")));
        });
    }

    [Test]
    public void Foreign_classifier_is_asked_by_options()
    {
        TinyClassifier.Write(_folder["foreign.onnx"], card: null);
        CliRun Of(params string[] more) => CliRun.Of([
            "study", "--classifier", _folder["foreign.onnx"], "--removal", _folder.Removal, "--data", _folder.Data, "--groups", _folder.Groups, "--window", "16", "--draws", "1", "--resamples", "10", "--out", _folder["out"], "-q", .. more,
        ]);
        Assert.Multiple(() =>
        {
            Assert.That(Of("--bands", "B04,B08").Error, Does.Contain("--class-names is missing"));
            Assert.That(Of("--bands", "B04,NIR", "--class-names", "bare,green").Error, Does.Contain("found 'NIR'"));
            Assert.That(Of("--bands", "B04,B08,B11", "--class-names", "bare,green").Error, Does.Contain("takes 2 bands; 3 are named"));
            Assert.That(Of("--bands", "B04,B08", "--class-names", "bare,green", "--output-name", "classes", "--maps-name", "features", "--weight-name", "classes.weight").Succeeded().Out, Does.Contain("Where it looks"));
        });
    }

    [Test]
    public void What_does_not_go_together_is_a_usage_error()
    {
        Assert.That(Run("--detector", "raster", "--mask-in", "m.tif").Error, Does.Contain("a study takes spectral or s2cloudless"));
        Assert.That(Run("--predicted", "--labels", _folder.Data).Error, Does.Contain("Give one of them"));
        Assert.That(Run("--side", "7.5").Error, Does.Contain("--side takes a number"));
        Assert.That(CliRun.Of("study", "--classifier", _folder.Data, "--bands", "B02", "--data", _folder.Data, "--out", _folder["out"]).Error, Does.Contain("--bands goes with an ONNX file"));
    }

    private CliRun Run(params string[] more) => CliRun.Of([
        "study", "--classifier", _folder.Classifier, "--data", _folder.Data, "--groups", _folder.Groups, "--window", "16", "--draws", "1", "--resamples", "20", "--pictures", "1", "--out", _folder["out"], "-q", .. more,
    ]);
}
