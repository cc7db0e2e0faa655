using Cloudless.Masks;

namespace Cloudless.Tests.Masks.Detectors;

[TestFixture]
public unsafe class CellMarksTests
{
    // References by SciPy; all means lie at least 1e-4 from the threshold, so rounding decides nothing.
    [TestCase("wide", 52, 4, 2)]
    [TestCase("wide", 50, 1, 1)]
    [TestCase("wide", 50, 2, 0)]
    [TestCase("wide", 85, 0, 4)]
    [TestCase("wide", 45, 0, 0)]
    [TestCase("tiny", 39, 4, 0)]
    [TestCase("tiny", 50, 1, 1)]
    public void Averaging_threshold_and_dilation_equal_the_reference(string name, int percent, int averageOver, int dilationSize)
    {
        double[][] rows = Fixtures.Rows($"disk-{name}.csv");
        double[] expected = [.. Fixtures.Rows($"disk-{name}-{percent}-{averageOver}-{dilationSize}.csv").SelectMany(r => r)];
        byte[] mark = Find(rows, new S2CloudlessOptions { Threshold = percent / 100.0, AverageOver = averageOver, DilationSize = dilationSize });
        Assert.That(mark.Select(m => (double)m), Is.EqualTo(expected));
    }

    [Test]
    public void A_probability_at_the_threshold_is_clear()
    {
        byte[] mark = Find([[0.5, 0.5000001]], new S2CloudlessOptions { Threshold = 0.5, AverageOver = 0, DilationSize = 0 });
        Assert.That(mark, Is.EqualTo(new byte[] { 0, 1 }));
    }

    [TestCase(nameof(S2CloudlessOptions.Threshold), -0.1)]
    [TestCase(nameof(S2CloudlessOptions.Threshold), 1.1)]
    [TestCase(nameof(S2CloudlessOptions.Threshold), double.NaN)]
    [TestCase(nameof(S2CloudlessOptions.AverageOver), -1)]
    [TestCase(nameof(S2CloudlessOptions.AverageOver), 51)]
    [TestCase(nameof(S2CloudlessOptions.DilationSize), -1)]
    [TestCase(nameof(S2CloudlessOptions.DilationSize), 51)]
    [TestCase(nameof(S2CloudlessOptions.Resolution), 0)]
    [TestCase(nameof(S2CloudlessOptions.Resolution), 15)]
    [TestCase(nameof(S2CloudlessOptions.Resolution), 330)]
    public void Options_out_of_range_are_refused_by_name(string name, double value)
    {
        S2CloudlessOptions options = name switch
        {
            nameof(S2CloudlessOptions.Threshold) => new() { Threshold = value },
            nameof(S2CloudlessOptions.AverageOver) => new() { AverageOver = (int)value },
            nameof(S2CloudlessOptions.DilationSize) => new() { DilationSize = (int)value },
            _ => new() { Resolution = (int)value },
        };
        Assert.That(options.Validate, Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(name));
    }

    private static byte[] Find(double[][] rows, S2CloudlessOptions options)
    {
        float[] values = [.. rows.SelectMany(r => r).Select(v => (float)v)];
        byte[] mark = new byte[values.Length];
        fixed (float* probability = values)
        fixed (byte* marks = mark)
        {
            CellMarks.Find(probability, rows.Length, rows[0].Length, options, marks, 2);
        }

        return mark;
    }
}
