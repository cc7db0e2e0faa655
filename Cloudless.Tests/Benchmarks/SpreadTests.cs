using Cloudless.Benchmarks.Paired;

namespace Cloudless.Tests.Benchmarks;

[TestFixture]
public class SpreadTests
{
    [Test]
    public void Median_of_an_even_number_lies_between_the_middle_two() =>
        Assert.That(Spread.Of([4, 1, 3, 2]), Is.EqualTo(new Spread(2.5, 1.75, 3.25, 1, 4)));

    [Test]
    public void Median_of_an_odd_number_is_the_middle_one() =>
        Assert.That(Spread.Of([9, 1, 5, 3, 7]), Is.EqualTo(new Spread(5, 3, 7, 1, 9)));

    [Test]
    public void One_figure_is_its_own_spread() =>
        Assert.That(Spread.Of([2]), Is.EqualTo(new Spread(2, 2, 2, 2, 2)));

    [Test]
    public void No_figures_are_refused() =>
        Assert.That(() => Spread.Of([]), Throws.ArgumentException);

    // The machine runs at half speed in the second round: the ratio of medians would say 1.5, the pairs say 2.
    [Test]
    public void Ratios_are_taken_within_a_round() =>
        Assert.That(PairedRatio.Of([1, 2, 1], [2, 4, 2]), Is.EqualTo(new[] { 2.0, 2.0, 2.0 }));

    [Test]
    public void A_factor_counts_the_rival_so_many_times() =>
        Assert.That(PairedRatio.Of([4], [2], factor: 3), Is.EqualTo(new[] { 1.5 }));

    [Test]
    public void Rounds_without_a_pair_are_refused() =>
        Assert.That(() => PairedRatio.Of([1, 2], [1]), Throws.ArgumentException.With.Message.Contains("2 rounds of ours and 1 of the rival"));

    [TestCase(0.99, "Missed")]
    [TestCase(1.0, "Reached")]
    [TestCase(1.5, "AimReached")]
    public void Goals_are_reached_from_their_figure_on(double ratio, string verdict) =>
        Assert.That(new Goal(1.0, 1.5).Judge(ratio).ToString(), Is.EqualTo(verdict));
}
