using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Temporal;

[TestFixture]
public class StoppingRuleTests
{
    [Test]
    public void Best_check_counts_and_worse_ones_in_a_row_end_it()
    {
        var rule = new StoppingRule(2);
        bool[] best = [.. new[] { 3.0, 1, 2, 0.5, double.NaN, 0.6 }.Select(rule.Add)];
        Assert.Multiple(() =>
        {
            Assert.That(best, Is.EqualTo(new[] { true, true, false, true, false, false }));
            Assert.That((rule.Best, rule.BestCheck, rule.Stops), Is.EqualTo((0.5, 4, true)));
        });
    }

    [Test]
    public void One_worse_check_is_waited_through()
    {
        var rule = new StoppingRule(2);
        rule.Add(1);
        rule.Add(2);
        Assert.That(rule.Stops, Is.False);
    }
}
