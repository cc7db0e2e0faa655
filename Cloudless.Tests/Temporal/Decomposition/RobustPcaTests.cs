using Cloudless.Temporal;

namespace Cloudless.Tests.Temporal.Decomposition;

[TestFixture]
public class RobustPcaTests
{
    [Test]
    public void Low_rank_and_sparse_are_told_apart_without_any_mask()
    {
        MadeSeries made = MadeSeries.Of(dates: 20, rank: 1, share: 0.05, told: false);
        SeriesResult result = new RobustPca(new RobustPcaOptions { Masked = false, KeepClear = false }).Run(made.Series, SeriesTarget.All, default);

        // Exact recovery (Candes et al. 2011) up to the tolerance and single precision.
        Assert.That(made.Error(result), Is.LessThan(1e-3));
    }

    [Test]
    public void Missing_entries_are_completed([Values] bool free)
    {
        MadeSeries made = MadeSeries.Of(dates: 20, rank: 1, share: 0.2, told: true);
        SeriesResult result = new RobustPca(new RobustPcaOptions { FreeMissing = free }).Run(made.Series, SeriesTarget.All, default);
        Assert.That(made.Error(result), Is.LessThan(0.04), "the penalty grows before the completion is exact");
    }

    [Test]
    public void The_number_of_threads_changes_no_bit()
    {
        MadeSeries made = MadeSeries.Of(dates: 5, rank: 2, share: 0.2, told: true, side: 60);
        float[] one = new RobustPca(new RobustPcaOptions { Threads = 1 }).Run(made.Series, new SeriesTarget(made.Series.Dates[2]), default).Images[0].Optical.Data;
        float[] three = new RobustPca(new RobustPcaOptions { Threads = 3 }).Run(made.Series, new SeriesTarget(made.Series.Dates[2]), default).Images[0].Optical.Data;
        Assert.That(three, Is.EqualTo(one));
    }

    [Test]
    public void Impossible_options_are_refused() =>
        Assert.That(() => new RobustPca(new RobustPcaOptions { Growth = 1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
