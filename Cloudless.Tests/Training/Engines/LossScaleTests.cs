using Cloudless.Training.Engines;

namespace Cloudless.Tests.Training.Engines;

internal sealed class LossScaleTests
{
    [Test]
    public void Overflow_halves_the_scale_until_it_cannot_be_the_reason()
    {
        var scale = new LossScale();
        double start = scale.Value;
        int tries = 0;
        while (scale.Shrink())
        {
            tries++;
        }

        Assert.That(tries, Is.EqualTo(Math.Log2(start)), "down to a factor of 1");
    }

    [Test]
    public void Many_steps_without_overflow_double_it_and_an_overflow_begins_the_count_anew()
    {
        var scale = new LossScale();
        double start = scale.Value;
        Keep(LossScale.GrowAfter - 1);
        Assert.That(scale.Value, Is.EqualTo(start));
        Keep(1);
        Assert.That(scale.Value, Is.EqualTo(2 * start));
        Keep(LossScale.GrowAfter - 1);
        scale.Shrink();
        Keep(LossScale.GrowAfter - 1);
        Assert.That(scale.Value, Is.EqualTo(start));
        Keep(100 * LossScale.GrowAfter);
        Assert.That(scale.Value, Is.EqualTo(1 << 24), "the largest");

        void Keep(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                scale.Keep();
            }
        }
    }
}
