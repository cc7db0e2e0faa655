using Cloudless.Metrics;

namespace Cloudless.Tests.Metrics;

[TestFixture]
public class CalibrationSumsTests
{
    private const int Count = 200_000;

    [Test]
    public void Errors_of_the_deviation_expected_have_nothing_to_mend()
    {
        CalibrationMetrics found = Of(i => 50 + (i % 400), factor: 1);
        Assert.Multiple(() =>
        {
            // Of 200,000 draws a bin's RMSE is off by some tenths of a percent, a share by a thousandth.
            Assert.That(found.Uce, Is.LessThan(3e-4));
            Assert.That(found.Auce, Is.LessThan(3e-3));
            Assert.That(found.Rmse, Is.EqualTo(found.Deviation).Within(0.01 * found.Rmse));
            Assert.That(found.Values, Is.EqualTo(Count));
        });
    }

    [TestCase(0.5)]
    [TestCase(2)]
    public void Deviations_off_by_a_factor_are_told_as_the_definitions_say(double factor)
    {
        CalibrationMetrics found = Of(_ => 200, factor);

        // P(|error| <= z * factor) for the quantile z of p, by the error function: the area by 99 levels.
        double area = Enumerable.Range(1, 99).Average(k =>
            Math.Abs(MathNet.Numerics.SpecialFunctions.Erf(factor * MathNet.Numerics.SpecialFunctions.ErfInv(k / 100.0)) - (k / 100.0)));
        Assert.Multiple(() =>
        {
            Assert.That(found.Uce, Is.EqualTo(Math.Abs(factor - 1) * 0.02).Within(2e-4), "|RMSE - deviation|, 200 DN being 0.02");
            Assert.That(found.Auce, Is.EqualTo(area).Within(3e-3));
            Assert.That(found.Deviation / found.Rmse, Is.EqualTo(factor).Within(0.01 * factor));
        });
    }

    [Test]
    public void Deviations_that_cover_nothing_or_everything_have_the_largest_area()
    {
        var sure = new CalibrationSums();
        sure.Add([1000, 1000], [5000, 3000], [1, 1]);
        var unsure = new CalibrationSums();
        unsure.Add([1000, 1000], [1000, 1000], [500, 900]);
        Assert.Multiple(() =>
        {
            // The mean of 0.01 .. 0.99.
            Assert.That(sure.ToMetrics()!.Auce, Is.EqualTo(0.5).Within(1e-12));
            Assert.That(unsure.ToMetrics()!.Auce, Is.EqualTo(0.5).Within(1e-12));
            Assert.That(unsure.ToMetrics()!.Uce, Is.EqualTo((500 + 900) / 2.0 / 10000).Within(1e-9), "no error, so the deviations themselves");
        });
    }

    [Test]
    public void Errors_that_cancel_over_all_are_seen_bin_by_bin()
    {
        // Too sure where it says 100, too unsure where it says 300: over all the RMSE is right.
        var sums = new CalibrationSums();
        sums.Add([300, 100], [0, 0], [100, 300]);
        CalibrationMetrics found = sums.ToMetrics()!;
        Assert.Multiple(() =>
        {
            Assert.That(found.Rmse, Is.EqualTo(found.Deviation).Within(1e-12));
            Assert.That(found.Uce, Is.EqualTo(0.02).Within(1e-12));
        });
    }

    [Test]
    public void Parts_add_up_and_what_was_not_predicted_does_not_count()
    {
        CalibrationSums whole = new(), first = new(), second = new();
        whole.Add([10, 20, 30], [0, 0, 0], [5, 0, 40]);
        first.Add([10, 20], [0, 0], [5, 0]);
        second.Add([30], [0], [40]);
        first.Add(second);
        Assert.Multiple(() =>
        {
            Assert.That(first.ToMetrics(), Is.EqualTo(whole.ToMetrics()));
            Assert.That(whole.ToMetrics()!.Values, Is.EqualTo(2));
            Assert.That(new CalibrationSums().ToMetrics(), Is.Null);
            Assert.That(() => whole.Add([1], [1], [1, 2]), Throws.ArgumentException);
        });
    }

    private static CalibrationMetrics Of(Func<int, double> deviation, double factor)
    {
        var random = new SeededRandom(4);
        float[] prediction = new float[Count], target = new float[Count], expected = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            target[i] = 3000;
            prediction[i] = (float)(3000 + (deviation(i) * random.NextGaussian()));
            expected[i] = (float)(factor * deviation(i));
        }

        var sums = new CalibrationSums();
        sums.Add(prediction, target, expected);
        return sums.ToMetrics()!;
    }
}
