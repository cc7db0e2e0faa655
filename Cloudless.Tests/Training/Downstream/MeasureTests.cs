using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class MeasureTests
{
    [Test]
    public void Scores_follow_from_the_confusion_matrix()
    {
        var confusion = new Confusion(3);
        confusion.Add(0, 0, 6);
        confusion.Add(0, 1, 2);
        confusion.Add(1, 1, 3);
        confusion.Add(1, 0, 1);
        Assert.Multiple(() =>
        {
            Assert.That(confusion.Precision(0), Is.EqualTo(6 / 7.0));
            Assert.That(confusion.Recall(0), Is.EqualTo(0.75));
            Assert.That(confusion.F1(0), Is.EqualTo(2 * (6 / 7.0) * 0.75 / ((6 / 7.0) + 0.75)).Within(1e-15), "harmonic mean");
            Assert.That(confusion.Accuracy, Is.EqualTo(0.75));
            Assert.That(confusion.Macro(confusion.Recall), Is.EqualTo(0.75), "the class without patches is left out");
            Assert.That((confusion.Precision(2), confusion.Recall(2), confusion.F1(2)), Is.EqualTo((double.NaN, double.NaN, double.NaN)));
            Assert.That(confusion.Share(1, 0), Is.EqualTo(0.25));
        });
    }

    [Test]
    public void Class_that_is_never_told_has_precision_0()
    {
        var confusion = new Confusion(2);
        confusion.Add(0, 0, 1);
        confusion.Add(1, 0, 1);
        Assert.That((confusion.Precision(1), confusion.Recall(1), confusion.F1(1)), Is.EqualTo((0.0, 0.0, 0.0)));
    }

    [Test]
    public void Belief_is_that_of_the_softmax_and_does_not_overflow()
    {
        Belief small = Belief.Of([1f, 2, 3]), large = Belief.Of([2001f, 2002, 2003]);
        double sum = Math.Exp(1) + Math.Exp(2) + Math.Exp(3);
        Assert.Multiple(() =>
        {
            Assert.That(small.MaximumProbability, Is.EqualTo(Math.Exp(3) / sum).Within(1e-12));
            Assert.That(small.Entropy, Is.EqualTo(-new[] { 1, 2, 3 }.Sum(l => Math.Exp(l) / sum * Math.Log(Math.Exp(l) / sum))).Within(1e-12));
            Assert.That(small.LogitSum, Is.EqualTo(6));
            Assert.That(small.LogPrecision, Is.EqualTo(Math.Log(sum)).Within(1e-12));
            Assert.That(large.MaximumProbability, Is.EqualTo(small.MaximumProbability).Within(1e-9), "a softmax does not see what all logits have in common");
            Assert.That(large.LogPrecision, Is.EqualTo(2000 + Math.Log(sum)).Within(1e-9));
            Assert.That(Belief.Of([0f, -2000]).Entropy, Is.Zero, "0 log 0 is 0");
        });
    }

    [Test]
    public void Areas_are_those_of_the_textbook()
    {
        // Scores 0.1 0.4 0.35 0.8 of the classes 0 0 1 1: the example in scikit-learn's documentation, ROC AUC 0.75, average precision 0.8333.
        var separability = new Separability([0.35, 0.8], [0.1, 0.4]);
        Assert.Multiple(() =>
        {
            Assert.That(separability.Roc([1, 1]), Is.EqualTo(0.75));
            Assert.That(separability.PrecisionRecall([1, 1]), Is.EqualTo(5 / 6.0).Within(1e-12));
            Assert.That(new Separability([1, 1], [1, 1]).Roc([1, 1]), Is.EqualTo(0.5), "equal numbers tell nothing");
            Assert.That(new Separability([1, 1], [1, 1]).PrecisionRecall([1, 1]), Is.EqualTo(0.5));
            Assert.That(separability.Roc([0, 0]), Is.NaN);
        });
    }

    [Test]
    public void Weighted_area_is_that_of_repeated_patches()
    {
        var random = new SeededRandom(3);
        double[] positive = [.. Enumerable.Range(0, 20).Select(_ => (double)random.Next(8))], negative = [.. Enumerable.Range(0, 20).Select(_ => (double)random.Next(7))];
        int[] weights = [.. Enumerable.Range(0, 20).Select(_ => random.Next(3))];
        double won = 0, all = 0;
        for (int i = 0; i < 20; i++)
        {
            for (int j = 0; j < 20; j++)
            {
                won += weights[i] * weights[j] * (positive[i] > negative[j] ? 1 : positive[i] == negative[j] ? 0.5 : 0);
                all += weights[i] * weights[j];
            }
        }

        Assert.That(new Separability(positive, negative).Roc(weights), Is.EqualTo(won / all).Within(1e-12), "the area is the share of pairs won");
    }

    [Test]
    public void Rank_correlation_sees_every_rising_curve_and_shares_ranks()
    {
        double[] x = [1, 2, 3, 4, 5], y = [1, 8, 27, 64, 125];
        Assert.Multiple(() =>
        {
            Assert.That(new RankCorrelation(x, y).Of([1, 1, 1, 1, 1]), Is.EqualTo(1).Within(1e-12));
            Assert.That(new RankCorrelation(x, [.. y.Reverse()]).Of([1, 1, 1, 1, 1]), Is.EqualTo(-1).Within(1e-12));
            Assert.That(new RankCorrelation(x, [2, 1, 4, 3, 5]).Of([1, 1, 1, 1, 1]), Is.EqualTo(0.8).Within(1e-12), "1 - 6 * 4 / (5 * 24)");
            Assert.That(new RankCorrelation(x, [2, 1, 4, 3, 5]).Of([2, 1, 0, 3, 1]), Is.EqualTo(new RankCorrelation([1, 1, 2, 4, 4, 4, 5], [2, 2, 1, 3, 3, 3, 5]).Of([1, 1, 1, 1, 1, 1, 1])).Within(1e-12));
            Assert.That(new RankCorrelation(x, [1, 1, 1, 1, 1]).Of([1, 1, 1, 1, 1]), Is.NaN);
        });
    }

    [Test]
    public void Interval_of_a_mean_is_that_of_theory_for_any_number_of_threads()
    {
        var random = new SeededRandom(5);
        double[] values = [.. Enumerable.Range(0, 200).Select(_ => random.NextGaussian())];
        string[] units = [.. Enumerable.Range(0, 200).Select(i => $"{i}")];
        Figure Of(int threads) => new Bootstrap(units, new StudyStatistics { Resamples = 2000 }, threads).Of(1, (weights, to) => to[0] = StudyContext.Mean(values, weights))[0];
        Figure one = Of(1);
        double mean = values.Average(), error = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / 200);
        Assert.Multiple(() =>
        {
            // 2000 resamples know their 2.5 % quantile to some 5 % of the interval's half.
            Assert.That(one.Value, Is.EqualTo(mean).Within(1e-12));
            Assert.That(one.Low, Is.EqualTo(mean - (1.96 * error)).Within(0.2 * error));
            Assert.That(one.High, Is.EqualTo(mean + (1.96 * error)).Within(0.2 * error));
            Assert.That(Of(4), Is.EqualTo(one));
        });
    }

    [Test]
    public void Figure_that_most_resamples_do_not_have_has_no_interval()
    {
        // The first of 20 patches is drawn at least twice in 26 % of the resamples, at least once in 64 %.
        string[] units = [.. Enumerable.Range(0, 20).Select(i => $"{i}")];
        Figure Of(int least) => new Bootstrap(units, new StudyStatistics { Resamples = 400 }).Of(
            1, (weights, to) => to[0] = weights[0] >= least || !weights.ContainsAnyExcept(1) ? weights[0] : double.NaN)[0];
        Assert.Multiple(() =>
        {
            Assert.That((Of(2).Value, Of(2).Low, Of(2).High), Is.EqualTo((1.0, double.NaN, double.NaN)));
            Assert.That(Of(1).Low, Is.EqualTo(1));
        });
    }

    [Test]
    public void Scenes_are_drawn_whole()
    {
        string[] units = ["a", "a", "b", "b", "b", "c"];
        new Bootstrap(units, new StudyStatistics { Resamples = 50 }).Of(1, (weights, _) =>
        {
            int[] drawn = weights.ToArray();
            Assert.That(drawn[0] == drawn[1] && drawn[2] == drawn[3] && drawn[3] == drawn[4] && drawn[0] + drawn[2] + drawn[5] == 3, string.Join(' ', drawn));
        });
    }

    [Test]
    public void Figure_that_half_of_the_resamples_lack_has_no_interval()
    {
        Figure figure = new Bootstrap(["a", "b"], new StudyStatistics { Resamples = 100 }).Of(1, (weights, to) => to[0] = weights[0] == 1 && weights[1] == 1 && weights.Length == 2 ? 1 : double.NaN)[0];
        Assert.That(figure.Value, Is.EqualTo(1));
        Assert.That(new Bootstrap(["a", "b"], new StudyStatistics { Resamples = 100 }).Of(1, (_, to) => to[0] = double.NaN)[0], Is.EqualTo(Figure.None));
    }
}
