using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Temporal;

[TestFixture]
public class SeriesSamplerTests
{
    private static readonly double[] Covers = [0.9, 0.0005, 0.3, 0.2, 0.0001, 1, 0.4];

    [Test]
    public void Fixed_takes_the_clearest_date_and_the_first_others() => Expect(new(), [0, 1, 2], 4, matches: true);

    [Test]
    public void Fixed_takes_the_earliest_of_equally_clear_dates() =>
        Expect(new(), [1, 2, 3], 0, matches: true, covers: [0, 0.5, 0, 0.5]);

    [Test]
    public void Fixed_takes_inputs_of_the_cover_asked_for() =>
        Expect(new() { MinimumCover = 0.2, MaximumCover = 0.4 }, [2, 3, 6], 4, matches: true);

    [Test]
    public void Fixed_takes_the_first_dates_and_says_so_where_too_few_have_the_cover() =>
        Expect(new() { MinimumCover = 0.35, MaximumCover = 0.5 }, [0, 1, 2], 4, matches: false);

    [Test]
    public void Fixed_says_where_the_clearest_date_is_not_clear() =>
        Expect(new() { Dates = 2 }, [0, 2], 1, matches: false, covers: [0.5, 0.0011, 0.5]);

    [Test]
    public void A_target_just_at_the_limit_matches() => Expect(new() { Dates = 2 }, [0, 2], 1, matches: true, covers: [0.5, 0.001, 0.5]);

    [Test]
    public void As_published_the_target_may_be_among_the_inputs_of_fixed()
    {
        double[] covers = [0.5, 0, 0.5, 0.5];
        Expect(new() { AsPublished = true }, [0, 1, 2], 1, matches: true, covers);
        Expect(new(), [0, 2, 3], 1, matches: true, covers);
    }

    // With too few dates of that cover, the published rule leaves the target out as well.
    [Test]
    public void As_published_the_way_out_of_fixed_excludes_the_target() =>
        Expect(new() { AsPublished = true, MinimumCover = 0.6 }, [0, 2, 3], 1, matches: false, covers: [0.5, 0, 0.5, 0.5]);

    [TestCase(0, 1, 2, 3)]
    [TestCase(1, 2, 3, 4)]
    [TestCase(3, 2, 4, 5)]
    [TestCase(6, 3, 4, 5)]
    public void Random_takes_the_middle_one_of_the_windows_that_hold_the_target(int clear, params int[] inputs)
    {
        double[] covers = [.. Enumerable.Range(0, 7).Select(i => i == clear ? 0 : 0.5)];
        SeriesDraw draw = Random(covers, 1);
        Assert.That((draw.Target, draw.Inputs), Is.EqualTo((clear, (IReadOnlyList<int>)inputs)));
    }

    [Test]
    public void Random_draws_every_clear_date_and_no_other()
    {
        var targets = Enumerable.Range(0, 200).Select(s => Random(Covers, (ulong)s)).ToLookup(d => d.Target);
        Assert.Multiple(() =>
        {
            Assert.That(targets.Select(t => t.Key), Is.EquivalentTo(new[] { 1, 4 }));
            // 200 fair draws: fewer than 60 of either happen once in 10^8.
            Assert.That(targets[1].Count(), Is.InRange(60, 140));
            Assert.That(targets.SelectMany(t => t).All(d => d.Matches && !d.Inputs.Contains(d.Target) && d.Inputs.Count == 3));
        });
    }

    [Test]
    public void Random_without_a_clear_date_takes_the_clearest_and_says_so_unless_as_published()
    {
        double[] covers = [0.5, 0.2, 0.5, 0.5];
        Assert.That((Random(covers, 1).Target, Random(covers, 1).Matches), Is.EqualTo((1, false)));
        Assert.That(SeriesSampler.Draw(covers, new() { Kind = SeriesSampling.Random, AsPublished = true }, new SeededRandom(1)).Matches, Is.True);
    }

    [Test]
    public void A_series_too_short_is_refused() =>
        Assert.That(() => SeriesSampler.Draw([0, 1, 1], new(), new SeededRandom(1)), Throws.ArgumentException.With.Message.Contains("need 4"));

    private static SeriesDraw Random(double[] covers, ulong seed) => SeriesSampler.Draw(covers, new() { Kind = SeriesSampling.Random }, new SeededRandom(seed));

    private static void Expect(SeriesSamplerOptions options, int[] inputs, int target, bool matches, double[]? covers = null)
    {
        SeriesDraw draw = SeriesSampler.Draw(covers ?? Covers, options, new SeededRandom(1));
        Assert.That((draw.Inputs, draw.Target, draw.Matches), Is.EqualTo(((IReadOnlyList<int>)inputs, target, matches)));
    }
}
