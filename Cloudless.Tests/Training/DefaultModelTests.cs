using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Metrics;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation;

namespace Cloudless.Tests.Training;

/// <summary>
/// What the recipe of the default model reaches on patches it has not seen: the models in models/folds are each judged on the fold that was left
/// out of their training, by the remover that users run, beside the fills that were learned from the same folds.
/// </summary>
[TestFixture]
public class DefaultModelTests
{
    /// <summary>The fills that need no more than a median, a mean or a line; the ceiling is part of what is judged.</summary>
    private static readonly string[] TrivialFills = [.. PriorFillCard.Names.Select(n => $"fill: {n}")];

    private EvaluationReport _report = null!, _withoutSar = null!;
    private IReadOnlyList<Sample>[] _folds = null!;

    [OneTimeSetUp]
    public void Judge()
    {
        TestData.Require("sen12mscr_triplets");
        TestData.Require("sen12mscr_georeferenced");
        PatchDataset dataset = PatchDataset.Open(Path.GetDirectoryName(TestData.Require("folds.csv"))!);
        _folds = [.. new[] { 1, 2, 3 }.Select(fold => dataset.Read(dataset.Items.Where(s => s.Fold == fold)).ToArray())];
        _report = EvaluationReport.Join([.. _folds.Select((samples, i) => JudgeFold(samples, ModelWithout(i + 1), FillMethods.FittedOn(new TrainingSet(dataset, i + 1))))]);
        _withoutSar = EvaluationReport.Join([.. _folds.Select((samples, i) => JudgeFold([.. samples.Select(s => s with { Sar = null })], ModelWithout(i + 1), []))]);
        TestContext.Out.WriteLine(_report.ToMarkdown());
        Assert.That(_report.Rows.Select(r => r.Patch).Distinct().Count(), Is.EqualTo(13));
    }

    [Test]
    public void Left_out_patches_come_nearer_to_the_truth_than_by_any_trivial_fill(
        [Values(RemovalMethods.CompositeOn, RemovalMethods.CompositeOff)] string method, [ValueSource(nameof(TrivialFills))] string fill)
    {
        EvaluationRow model = _report.Mean(method), trivial = _report.Mean(fill);
        Assert.Multiple(() =>
        {
            Assert.That(model.Psnr, Is.GreaterThan(trivial.Psnr));
            Assert.That(model.MaeCovered, Is.LessThan(trivial.MaeCovered!.Value));
            Assert.That(model.SamCovered, Is.LessThan(trivial.SamCovered!.Value));
        });
    }

    [TestCase(RemovalMethods.CompositeOn)]
    [TestCase(RemovalMethods.CompositeOff)]
    public void The_eleven_patches_with_published_figures_are_within_a_decibel_and_a_half_of_them(string method)
    {
        // 27.2 dB: the mean of the published residual network's column in summary.csv, a network that was trained on the full data set.
        Assert.That(_report.Rows.Where(r => r.Method == method && !r.Patch.StartsWith("ROIs", StringComparison.Ordinal)).Average(r => r.Psnr), Is.GreaterThanOrEqualTo(27.2 - 1.5));
    }

    [TestCase("1302")]
    [TestCase("2729")]
    [TestCase("ROIs2017_winter_112_p797")]
    public void Nothing_is_lost_where_it_is_clear(string patch)
    {
        foreach (EvaluationReport report in new[] { _report, _withoutSar })
        {
            double Psnr(string method) => report.Rows.Single(r => r.Patch == patch && r.Method == method).Psnr;
            Assert.That(Psnr(RemovalMethods.CompositeOn), Is.GreaterThanOrEqualTo(Psnr(FoldEvaluation.CloudyInput) - 0.01));
        }
    }

    [TestCase(RemovalMethods.CompositeOn)]
    [TestCase(RemovalMethods.CompositeOff)]
    public void Without_SAR_it_keeps_up_with_the_fills_that_need_none(string method)
    {
        EvaluationRow model = _withoutSar.Mean(method);
        TestContext.Out.WriteLine(model);
        foreach (string fill in new[] { PriorFillCard.GlobalMedian, PriorFillCard.PatchMedian })
        {
            Assert.That(model.Psnr, Is.GreaterThan(_report.Mean($"fill: {fill}").Psnr));
            Assert.That(model.MaeCovered, Is.LessThan(_report.Mean($"fill: {fill}").MaeCovered!.Value));
        }

        // Its own fill without SAR, less the ceiling: measured 0.02 to 0.04 dB behind, and the model card says so.
        Assert.That(model.Psnr, Is.GreaterThan(_report.Mean($"fill: {PriorFillCard.PatchMean}").Psnr - 0.1));
    }

    [Test]
    public void Without_B10_little_is_lost_in_the_other_bands()
    {
        double[] lost = [.. _folds.SelectMany((samples, i) =>
        {
            using var remover = new CloudRemover(ModelWithout(i + 1), new ExecutionOptions { Engine = EngineKind.Cpu });
            return samples.Select(s =>
            {
                Raster<float> input = s.Input!.ToFloat(), target = MissingCirrus.Remove(s.Target.ToFloat().Clip());
                double Psnr(Raster<float> image) => MetricsCalculator.Compute(image.Clip(), target).All!.Psnr;
                return Psnr(MissingCirrus.Remove(remover.Remove(input, s.Sar).Image)) - Psnr(remover.Remove(MissingCirrus.Remove(input), s.Sar).Image);
            }).ToArray();
        })];
        TestContext.Out.WriteLine($"dB lost: {string.Join(", ", lost.Select(l => $"{l:0.00}"))}");
        Assert.That(lost.Average(), Is.LessThan(0.3));
    }

    [Test]
    public void The_shipped_model_says_that_its_figures_are_those_of_the_fold_models()
    {
        CloudRemovalModel shipped = CloudRemovalModel.LoadDefault();
        double recorded = shipped.Card.Metrics.Single(m => m.Protocol.StartsWith(RemovalMethods.CompositeOn, StringComparison.Ordinal)).Values["psnrDb"];

        // The training's own evaluation and this one differ by nothing but the machine: a hundredth of a dB.
        Assert.That(recorded, Is.EqualTo(_report.Mean(RemovalMethods.CompositeOn).Psnr).Within(0.01));
        Assert.That(shipped.Card.Training!.Folds, Does.Contain("nothing left out"));
    }

    private static CloudRemovalModel ModelWithout(int fold)
    {
        CloudRemovalModel model = CloudRemovalModel.Load(Repository.File("models", "folds", $"cloudless-default-without-fold{fold}.onnx"));
        Assert.That(model.Card.Training!.Folds, Does.Contain($"fold {fold} left out"));
        return model;
    }

    private static EvaluationReport JudgeFold(IReadOnlyList<Sample> samples, CloudRemovalModel model, IReadOnlyList<(string Name, Func<Sample, Raster<float>?> Apply)> fills)
    {
        using var methods = new RemovalMethods(model, threads: 0);
        return FoldEvaluation.Run(samples, [.. methods.All, .. fills]);
    }
}
