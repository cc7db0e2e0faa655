using Cloudless.Networks.Onnx;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation;

namespace Cloudless.Tests.Training;

/// <summary>
/// What the recipe of the default models reaches on patches it has not seen: the models in models/folds are each judged on the fold that was left
/// out of their training, by the remover that users run.
/// </summary>
[TestFixture("cloudless-default")]
[TestFixture("cloudless-default-nosar")]
public class DefaultModelTests(string name)
{
    private EvaluationReport _report = null!;

    [OneTimeSetUp]
    public void Judge()
    {
        TestData.Require("sen12mscr_triplets");
        TestData.Require("sen12mscr_georeferenced");
        string data = Path.GetDirectoryName(TestData.Require("folds.csv"))!;
        PatchDataset dataset = PatchDataset.Open(data);
        _report = EvaluationReport.Join([.. new[] { 1, 2, 3 }.Select(fold =>
        {
            CloudRemovalModel model = CloudRemovalModel.Load(Repository.File("models", "folds", $"{name}-without-fold{fold}.onnx"));
            Assert.That(model.Card.Training!.Folds, Does.Contain($"fold {fold} left out"));
            using var methods = new RemovalMethods(model, threads: 0);
            return FoldEvaluation.Run(dataset.Read(dataset.Items.Where(s => s.Fold == fold)), methods.All);
        })]);
        TestContext.Out.WriteLine(_report.ToMarkdown());
        Assert.That(_report.Rows.Select(r => r.Patch).Distinct().Count(), Is.EqualTo(13));
    }

    [TestCase(RemovalMethods.CompositeOn)]
    [TestCase(RemovalMethods.CompositeOff)]
    public void Left_out_patches_gain_six_decibels_over_the_cloudy_input(string method)
    {
        Assert.That(_report.Mean(method).Psnr - _report.Mean(FoldEvaluation.CloudyInput).Psnr, Is.GreaterThanOrEqualTo(6));
    }

    [TestCase(RemovalMethods.CompositeOn)]
    [TestCase(RemovalMethods.CompositeOff)]
    public void Covered_pixels_of_left_out_patches_come_nearer_to_the_truth(string method)
    {
        Assert.That(_report.Mean(method).MaeCovered!.Value, Is.LessThan(_report.Mean(FoldEvaluation.CloudyInput).MaeCovered!.Value));
    }

    [TestCase("1302")]
    [TestCase("2729")]
    [TestCase("ROIs2017_winter_112_p797")]
    public void Nothing_is_lost_where_it_is_clear(string patch)
    {
        double Psnr(string method) => _report.Rows.Single(r => r.Patch == patch && r.Method == method).Psnr;
        Assert.That(Psnr(RemovalMethods.CompositeOn), Is.GreaterThanOrEqualTo(Psnr(FoldEvaluation.CloudyInput) - 0.1));
    }

    [Test]
    public void The_shipped_model_says_that_its_figures_are_those_of_the_fold_models()
    {
        CloudRemovalModel shipped = CloudRemovalModel.LoadDefault(sar: !name.EndsWith("nosar", StringComparison.Ordinal));
        double recorded = shipped.Card.Metrics.Single(m => m.Protocol.StartsWith(RemovalMethods.CompositeOn, StringComparison.Ordinal)).Values["psnrDb"];

        // The training's own evaluation and this one differ by nothing but the machine: a hundredth of a dB.
        Assert.That(recorded, Is.EqualTo(_report.Mean(RemovalMethods.CompositeOn).Psnr).Within(0.01));
        Assert.That(shipped.Card.Training!.Folds, Does.Contain("nothing left out"));
    }
}
