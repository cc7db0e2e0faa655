using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation;

namespace Cloudless.Tests.Training;

[TestFixture]
public class EvaluationTests
{
    private static readonly IReadOnlyList<Sample> Patches = [SyntheticSamples.Make("one", 1, "A", fold: 1), SyntheticSamples.Make("two", 2, "B", fold: 2)];

    [Test]
    public void The_cloudy_input_comes_first_and_a_perfect_method_has_no_error()
    {
        EvaluationReport report = FoldEvaluation.Run(Patches, [("truth", s => Copy(s.Target))]);
        Assert.Multiple(() =>
        {
            Assert.That(report.Methods, Is.EqualTo(new[] { FoldEvaluation.CloudyInput, "truth" }));
            Assert.That(report.Mean("truth").Mae, Is.Zero);
            Assert.That(report.Mean(FoldEvaluation.CloudyInput).MaeCovered, Is.GreaterThan(0.1));
            Assert.That(report.Rows.Select(r => (r.Patch, r.Fold)).Distinct(), Is.EqualTo(new[] { ("one", (int?)1), ("two", 2) }));
        });
    }

    [Test]
    public void Means_run_over_patches_and_joined_folds()
    {
        EvaluationReport[] folds = [.. Patches.Select(p => FoldEvaluation.Run([p], []))];
        EvaluationReport joined = EvaluationReport.Join(folds);
        Assert.That(
            joined.Mean(FoldEvaluation.CloudyInput).Psnr,
            Is.EqualTo(folds.Average(f => f.Rows[0].Psnr)).Within(1e-12));
    }

    [Test]
    public void The_table_names_every_patch_and_method_and_the_gain()
    {
        EvaluationReport report = FoldEvaluation.Run(Patches, [("half way", s => HalfWay(s))]);
        string text = report.ToMarkdown();
        double gain = report.Mean("half way").Psnr - report.Mean(FoldEvaluation.CloudyInput).Psnr;
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("| one |").And.Contain("| two |").And.Contain("half way"));
            // Halving every error is 6.02 dB.
            Assert.That(gain, Is.EqualTo(6.02).Within(0.05));
            Assert.That(text, Does.Contain(FormattableString.Invariant($"{gain:+0.00}")));
            Assert.That(report.ToJson(), Does.Contain("\"method\": \"half way\""));
        });
    }

    [TestCase("3968", 10.49077)]
    [TestCase("1302", 27.83729)]
    public void The_cloudy_input_of_real_patches_has_the_published_PSNR(string id, double psnr)
    {
        string folder = TestData.Require("sen12mscr_triplets");
        PatchDataset dataset = PatchDataset.Open(folder);
        Sample sample = dataset.Read(dataset.Items.Single(s => s.Id == id));
        // summary.csv gives five digits of a float64 computation; ours differs by the order of sums.
        Assert.That(FoldEvaluation.Run([sample], []).Rows[0].Psnr, Is.EqualTo(psnr).Within(1e-4));
    }

    private static Raster<float> Copy(Raster<short> image) => new(image.Channels, image.Height, image.Width, [.. image.Data.Select(v => (float)v)]);

    private static Raster<float> HalfWay(Sample sample) =>
        new(sample.Target.Channels, sample.Target.Height, sample.Target.Width, [.. sample.Target.Data.Zip(sample.Input!.Data, (t, i) => (t + i) / 2f)]);
}
