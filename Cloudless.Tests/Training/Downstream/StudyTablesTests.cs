using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

/// <summary>The figures of all tables follow from the table of patches, counted here in the plainest way.</summary>
[TestFixture]
public class StudyTablesTests
{
    private const string All = "all patches", Covered = "cover > 10 %", Clear = "clear", Cloudy = "cloudy: no removal", Composite = "random-nosar: composite";

    private StudyReport _report = null!;

    [OneTimeSetUp]
    public void Study()
    {
        using var folder = new StudyFolder();

        // Weights that tell some patches wrong even when clear, so that no figure is 0 or 1 by nature.
        using OnnxClassifier classifier = OnnxClassifier.Load(TinyClassifier.Write(folder["c.onnx"], TinyClassifier.BareOrGreen, 1.3f, -0.2f, 0.1f, 0.8f), threads: 1);
        _report = StudyRun.Run(
            new StudyRequest { Removals = [folder.Removal], Data = folder.Data, Groups = folder.Groups, Window = 16, Draws = 6, Statistics = new StudyStatistics { Resamples = 10 }, Pictures = 0 }, classifier);
    }

    [Test]
    public void Scores_are_those_of_the_patches()
    {
        foreach (IReadOnlyList<object> row in _report.Table("overall").Rows)
        {
            string condition = (string)row[0], scope = (string)row[1];
            Patch[] patches = Of(condition, scope), wrong = [.. patches.Where(p => !p.Right)], right = [.. patches.Where(p => p.Right)];
            Assert.Multiple(() =>
            {
                Assert.That(row[2], Is.EqualTo(patches.Length));
                Assert.That(Value(row[3]), Is.EqualTo(right.Length / (double)patches.Length).Within(1e-12), "told right");
                Assert.That(Value(row[6]), Is.EqualTo(F1(patches)).Within(1e-12), "F1");
                Assert.That(Value(row[7]), Is.EqualTo(patches.Average(p => p["confidence"])).Within(1e-12), "confidence");
                Assert.That(Value(row[8]), Is.EqualTo(wrong.Length == 0 ? double.NaN : wrong.Average(p => p["confidence"])).Within(1e-12), "confidence of wrong answers");
                Assert.That(Value(row[9]), Is.EqualTo(Area(right, wrong, "confidence")).Within(1e-12), "knows when it is wrong");
                Assert.That(Value(row[10]), Is.EqualTo(F1(patches) - F1(Of(Clear, scope))).Within(1e-12), "against clear");
                Assert.That(Value(row[11]), Is.EqualTo(scope == All ? double.NaN : F1(patches) - F1(Of(Cloudy, scope))).Within(1e-12), "against cloudy");
            });
        }

        Assert.That(_report.Table("overall").Rows.Select(r => Value(r[9])).Where(double.IsFinite).Any(v => Math.Abs(v - 0.5) > 0.05), "the figures are not the same in every direction");
    }

    [Test]
    public void Confusions_are_shares_of_the_true_class_less_those_of_clear()
    {
        double Share(string condition, string scope, IReadOnlyList<object> row)
        {
            Patch[] of = [.. Of(condition, scope).Where(p => p.Class == (string)row[2])];
            return of.Count(p => p.Told == (string)row[3]) / (double)of.Length;
        }

        foreach (IReadOnlyList<object> row in _report.Table("confusion").Rows)
        {
            Assert.That(Value(row[5]), Is.EqualTo(Share((string)row[0], (string)row[1], row)).Within(1e-12));
            Assert.That(Value(row[6]), Is.EqualTo(Value(row[5]) - Share(Clear, (string)row[1], row)).Within(1e-12));
        }
    }

    [TestCase("cover", "cloud_cover")]
    [TestCase("ssim", "ssim")]
    public void Tenths_hold_the_patches_between_their_ends(string table, string by)
    {
        int counted = 0;
        foreach (IReadOnlyList<object> row in _report.Table(table).Rows)
        {
            // Similarity may be below 0, and is counted in the first tenth; what is all covered belongs to the last.
            Patch[] patches = [.. Of((string)row[0], All).Where(p => Math.Clamp(Math.Floor(p[by] * 10), 0, 9) == Math.Round((double)row[1] * 10))];
            Assert.That((row[3], Value(row[7])), Is.EqualTo((patches.Length, F1(patches))), $"{row[0]} from {row[1]}");
            counted += (string)row[0] == Composite ? patches.Length : 0;
        }

        Assert.That(counted, Is.EqualTo(Of(Composite, All).Length));
        if (table == "cover")
        {
            Assert.That(_report.Table(table).Rows.Where(r => (string)r[0] == Cloudy).Min(r => (double)r[1]), Is.EqualTo(0.1).Within(1e-12), "cloudy patches are compared where they are cloudy");
        }
    }

    [Test]
    public void Clear_patches_are_to_have_the_larger_score()
    {
        string Column(string score) => score switch { "maximum probability" => "confidence", "log precision" => "log_precision", "logit sum" => "logit_sum", _ => score };
        foreach (IReadOnlyList<object> row in _report.Table("separability").Rows)
        {
            string scope = (string)row[1], column = Column((string)row[3]);
            Assert.That(Value(row[4]), Is.EqualTo(Area(Of(Clear, scope), Of((string)row[0], scope), column)).Within(1e-12), $"{row[0]}: {row[3]}");
        }

        Assert.That(_report.Table("separability").Rows.Any(r => Math.Abs(Value(r[4]) - 0.5) > 0.1), "the areas tell directions apart");
    }

    [Test]
    public void Detail_is_a_geometric_mean_over_patches_that_have_it()
    {
        foreach (IReadOnlyList<object> row in _report.Table("detail").Rows)
        {
            double Mean(string name)
            {
                double[] logs = [.. Of((string)row[0], Covered).Select(p => Math.Log(p[name])).Where(double.IsFinite)];
                return Math.Exp(logs.Average());
            }

            Assert.That((Value(row[3]), Value(row[4])), Is.EqualTo((Mean("detail_in_mask"), Mean("detail_outside"))).Using<(double, double)>(Near), $"{row[0]}");
        }
    }

    [Test]
    public void Spectrum_of_an_image_times_two_is_four()
    {
        var clear = new Cloudless.Imagery.Raster<float>(13, 16, 16, [.. Enumerable.Range(0, 13 * 256).Select(i => 500f + ((i * 37) % 101))]);
        var twice = new Cloudless.Imagery.Raster<float>(13, 16, 16, [.. clear.Data.Select(v => 2 * v)]);
        Assert.That(new HighFrequencies(clear).Of(twice, new bool[256]).Spectrum, Has.All.EqualTo(4).Within(1e-6));
        IReadOnlyList<object>[] rings = [.. _report.Table("spectrum").Rows.Where(r => (string)r[0] == Cloudy)];
        Assert.That(rings.Select(r => Value(r[3])), Has.All.GreaterThan(0), "a ratio of powers, not its logarithm");
    }

    [Test]
    public void Measures_that_fall_with_the_loss_warn_and_are_compared_with_similarity()
    {
        string[] names = ["ssim", "psnr", "sam", "mae", "detail_in_mask", "detail_outside"];
        var rows = _report.Table("predictors").Rows.Where(r => (string)r[0] == Composite).ToArray();
        Patch[] usable = [.. Of(Composite, Covered).Where(p => names.All(n => double.IsFinite(n.StartsWith("detail", StringComparison.Ordinal) ? Math.Log(p[n]) : p[n])))];
        Assert.That(rows[0][2], Is.EqualTo(usable.Length).And.GreaterThan(4));
        double Rho(string name, int sign) => Pearson([.. usable.Select(p => Rank(usable, name, p) * sign)], [.. usable.Select(p => Rank(usable, "loss", p))]);
        double similarity = Rho("ssim", 1);
        foreach ((string measure, string name, int sign) in new[] { ("ssim", "ssim", 1), ("psnr", "psnr", 1), ("sam (negative)", "sam", -1), ("mae (negative)", "mae", -1), ("fine detail outside", "detail_outside", 1) })
        {
            IReadOnlyList<object> row = rows.Single(r => (string)r[1] == measure);
            Assert.That(Value(row[3]), Is.EqualTo(Rho(name, sign)).Within(1e-9), measure);
            Assert.That(Value(row[4]), Is.EqualTo(name == "ssim" ? double.NaN : similarity - Rho(name, sign)).Within(1e-9), measure);
        }
    }

    [Test]
    public void Saliency_is_compared_with_the_pixels_under_the_mask()
    {
        foreach (IReadOnlyList<object> row in _report.Table("attention").Rows)
        {
            Assert.That(Value(row[5]), Is.EqualTo(Value(row[3]) - Value(row[4])).Within(1e-12));
            Assert.That(Value(row[3]), Is.EqualTo(Of((string)row[0], Covered).Select(p => p["saliency_under_mask"]).Where(double.IsFinite).Average()).Within(1e-12));
            Assert.That(Value(row[4]), Is.InRange(0.1, 1), "patches above 10 % cover");
        }
    }

    [Test]
    public void Page_says_of_each_condition_whether_its_interval_lies_on_one_side_of_cloudy()
    {
        string page = StudyPage.Of(_report);
        Figure[] gains = [.. _report.Table("overall").Rows.Where(r => (string)r[1] == Covered && (string)r[0] != Cloudy).Select(r => (Figure)r[11])];
        int Count(string word) => page.Split($">{word}<").Length - 1;
        Assert.Multiple(() =>
        {
            Assert.That(Count("better"), Is.EqualTo(gains.Count(g => g.Low > 0)));
            Assert.That(Count("worse"), Is.EqualTo(gains.Count(g => g.High < 0)));
            Assert.That(Count("not told by these patches"), Is.EqualTo(gains.Count(g => g.Low <= 0 && g.High >= 0)));
            Assert.That(page, Does.Contain("cloud cover of the cloudy patch, %").And.Contain("90–100").And.Contain("spatial frequency from, cycles per pixel").And.Contain("entropy, nats"));
            Assert.That(page, Does.Contain("95 %, 10 resamples of patches, seed 1"));
        });
    }

    private static double Value(object cell) => ((Figure)cell).Value;

    private static bool Near((double A, double B) x, (double A, double B) y) => Math.Abs((x.A / y.A) - 1) < 1e-9 && Math.Abs((x.B / y.B) - 1) < 1e-9;

    private static double F1(IReadOnlyCollection<Patch> patches) => patches.Select(p => p.Class).Distinct().Average(k =>
        2.0 * patches.Count(p => p.Class == k && p.Right) / (patches.Count(p => p.Class == k) + patches.Count(p => p.Told == k)));

    // Pair by pair.
    private static double Area(IReadOnlyCollection<Patch> high, IReadOnlyCollection<Patch> low, string name) => high.Count == 0 || low.Count == 0
        ? double.NaN
        : high.Average(h => low.Average(l => h[name] > l[name] ? 1 : h[name] == l[name] ? 0.5 : 0));

    private static double Rank(IReadOnlyCollection<Patch> all, string name, Patch of) => all.Count(p => p[name] < of[name]) + (all.Count(p => p[name] == of[name]) / 2.0);

    private static double Pearson(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private Patch[] Of(string condition, string scope)
    {
        StudyTable table = _report.Table("patches");
        return [.. table.Rows.Where(r => (string)r[4] == condition && (scope == All || (double)r[3] > 0.1)).Select(r => new Patch([.. table.Columns], r))];
    }

    private sealed record Patch(List<string> Columns, IReadOnlyList<object> Cells)
    {
        public string Class => (string)Cells[2];

        public string Told => (string)Cells[5];

        public bool Right => Class == Told;

        public double this[string name] => (double)Cells[Columns.IndexOf(name)];
    }
}
