using Cloudless.Networks.Quantization;

namespace Cloudless.Tests.Networks.Quantization;

[TestFixture]
public class RangeSearchTests
{
    [TestCase(-1f, 3f, 64)]
    [TestCase(0f, 2f, 0)]
    [TestCase(0.5f, 2f, 0)]
    [TestCase(-2f, 0f, 255)]
    public void Range_holds_zero_exactly_and_both_ends_within_half_a_step(float low, float high, int zero)
    {
        var range = new ValueRange(low, high);
        Assert.That(range.ZeroPoint, Is.EqualTo(zero));
        Assert.That(range.Scale, Is.GreaterThan(0));

        // The zero point is rounded, which moves both ends by at most half a step.
        Assert.That((0 - range.ZeroPoint) * range.Scale, Is.EqualTo(Math.Min(low, 0)).Within(0.5001 * range.Scale));
        Assert.That((255 - range.ZeroPoint) * range.Scale, Is.EqualTo(Math.Max(high, 0)).Within(0.5001 * range.Scale));
    }

    [Test]
    public void Range_of_zeros_alone_has_a_step_all_the_same()
    {
        Assert.That(new ValueRange(0, 0).Scale, Is.GreaterThan(0).And.LessThan(1e-6));
        Assert.That(RangeSearch.Choose(new ActivationHistogram(), RangeMethod.Percentile), Is.EqualTo(new ValueRange(0, 0)));
        Assert.That(RangeSearch.Choose(new ActivationHistogram(), RangeMethod.MeanSquare), Is.EqualTo(new ValueRange(0, 0)));
    }

    [Test]
    public void Range_of_what_is_not_finite_is_an_argument_error()
    {
        Assert.That(() => new ValueRange(float.NaN, 1), Throws.ArgumentException);
        Assert.That(() => new ValueRange(1, 0), Throws.ArgumentException);
    }

    [Test]
    public void Histogram_knows_extremes_and_loses_no_value_when_it_widens()
    {
        var histogram = new ActivationHistogram();
        histogram.Add([0f, 0.25f, -0.125f]);
        histogram.Add([100f, 0f, -3f]);
        Assert.Multiple(() =>
        {
            Assert.That((histogram.Minimum, histogram.Maximum, histogram.Count), Is.EqualTo((-3f, 100f, 4L)));
            Assert.That(histogram.Bins.ToArray().Sum(), Is.EqualTo(4));
            Assert.That(histogram.Limit, Is.EqualTo(128));
            Assert.That(histogram.Bins[(int)((100 + 128) / histogram.BinWidth)], Is.EqualTo(1));
        });
    }

    [Test]
    public void Values_that_are_not_finite_are_refused()
    {
        Assert.That(() => new ActivationHistogram().Add([1f, float.NaN]), Throws.TypeOf<ModelContractException>().With.Message.Contains("NaN"));
    }

    [Test]
    public void Least_squares_and_percentile_cut_off_a_single_far_value_and_extremes_do_not()
    {
        ActivationHistogram histogram = Bell(outlier: 50);
        Assert.Multiple(() =>
        {
            Assert.That(255 * RangeSearch.Choose(histogram, RangeMethod.MinMax).Scale, Is.EqualTo(50 - histogram.Minimum).Within(1e-3));

            // Of 100,000 values of a bell of deviation 1 the ten outermost on each side lie beyond about 3.7.
            Assert.That(255 * RangeSearch.Choose(histogram, RangeMethod.Percentile).Scale, Is.EqualTo(7.4).Within(0.5));

            // Clipping one value by 7 costs 49, steps narrower by an eighth save a quarter of 100,000 * (54/255)^2 / 12 = 370.
            Assert.That(255 * RangeSearch.Choose(histogram, RangeMethod.MeanSquare).Scale, Is.LessThan(0.9 * (50 - histogram.Minimum)));
        });
    }

    [Test]
    public void Least_squares_has_the_least_error_of_all_ways()
    {
        (float[] values, ActivationHistogram histogram) = (Values(), Bell(outlier: 9));
        Dictionary<RangeMethod, double> errors = Enum.GetValues<RangeMethod>()
            .ToDictionary(m => m, m => Error([.. values, 9], RangeSearch.Choose(histogram, m)));
        Assert.That(errors[RangeMethod.MeanSquare], Is.LessThan(errors[RangeMethod.MinMax]));

        // The search steps by a hundredth of an end and knows bins, not values.
        Assert.That(errors[RangeMethod.MeanSquare], Is.LessThan(1.02 * errors[RangeMethod.Percentile]));
    }

    private static ActivationHistogram Bell(float outlier)
    {
        var histogram = new ActivationHistogram();
        histogram.Add(Values());
        histogram.Add([outlier]);
        return histogram;
    }

    private static float[] Values()
    {
        var random = new SeededRandom(1);
        return [.. Enumerable.Range(0, 100_000).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    private static double Error(float[] values, ValueRange range) => values.Average(v =>
    {
        double stored = Math.Clamp(Math.Round(v / range.Scale) + range.ZeroPoint, 0, 255);
        return Math.Pow(((stored - range.ZeroPoint) * range.Scale) - v, 2);
    });
}
