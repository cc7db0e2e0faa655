using Cloudless.Temporal;

namespace Cloudless.Tests.Temporal.Decomposition;

[TestFixture]
public class NonnegativeFactorizationTests
{
    [TestCase(FactorizationKind.Multiplicative, 0.03, "slow near the end, as multiplicative updates are")]
    [TestCase(FactorizationKind.Incremental, 0.12, "each date is seen once")]
    [TestCase(FactorizationKind.Manhattan, 0.06, "one column at a time can stop early")]
    public void A_known_product_is_recovered_through_its_holes(FactorizationKind kind, double tolerance, string why)
    {
        MadeSeries made = MadeSeries.Of(dates: 12, rank: 2, share: 0.15, told: true);
        SeriesResult result = new NonnegativeFactorization(new FactorizationOptions { Kind = kind, Rank = 2, MostIterations = 400, Tolerance = 1e-7, KeepClear = false })
            .Run(made.Series, SeriesTarget.All, default);
        Assert.That(made.Error(result), Is.LessThan(tolerance), why);
    }

    [Test]
    public void Absolute_deviations_withstand_clouds_that_no_mask_tells_where_squares_do_not()
    {
        MadeSeries made = MadeSeries.Of(dates: 15, rank: 1, share: 0.05, told: false);
        double Error(FactorizationKind kind) => made.Error(
            new NonnegativeFactorization(new FactorizationOptions { Kind = kind, Rank = 1, Masked = false, KeepClear = false }).Run(made.Series, SeriesTarget.All, default));
        Assert.That(Error(FactorizationKind.Manhattan), Is.LessThan(0.05), "few pixels lie under clouds on half of the dates");
        Assert.That(Error(FactorizationKind.Multiplicative), Is.GreaterThan(0.15));
    }

    [Test]
    public void The_seed_alone_decides([Values] FactorizationKind kind)
    {
        MadeSeries made = MadeSeries.Of(dates: 5, rank: 2, share: 0.2, told: true, side: 60);
        float[] Run(ulong seed, int threads) => new NonnegativeFactorization(new FactorizationOptions { Kind = kind, Seed = seed, Threads = threads, MostIterations = 4 })
            .Run(made.Series, new SeriesTarget(made.Series.Dates[2]), default).Images[0].Optical.Data;
        float[] one = Run(7, 1);
        Assert.That(Run(7, 3), Is.EqualTo(one));
        Assert.That(Run(8, 1), Is.Not.EqualTo(one));
    }

    [Test]
    public void A_weighted_median_has_half_of_the_weight_up_to_it()
    {
        var random = new SeededRandom(5);
        for (int n = 1; n < 60; n++)
        {
            float[] values = [.. Enumerable.Range(0, n).Select(_ => (float)random.Next(20))], weights = [.. values.Select(_ => (float)(1 + random.Next(9)))];
            (float Value, float Weight)[] sorted = [.. values.Zip(weights).OrderBy(p => p.First)];
            float total = weights.Sum(), expected = sorted.First(s => sorted.Where(o => o.Value <= s.Value).Sum(o => o.Weight) >= total / 2).Value;
            Assert.That(WeightedMedian.Of(values, weights), Is.EqualTo(expected));
        }
    }
}
