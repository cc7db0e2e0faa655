using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cloudless.Masks;

/// <summary>Count, minimum and sum of B08 + B11 and of B02 over some pixels.</summary>
internal unsafe struct BrightnessSums
{
    private const int B02 = 1, B08 = 7, B11 = 11;

    /// <summary>Makes the sums of no pixels.</summary>
    public BrightnessSums()
    {
    }

    /// <summary>Pixels.</summary>
    public long Count { get; private set; }

    /// <summary>Of B08 + B11, infinite without pixels.</summary>
    public double InfraredMinimum { get; private set; } = double.PositiveInfinity;

    /// <summary>Of B08 + B11.</summary>
    public double InfraredSum { get; private set; }

    /// <summary>Of B02, infinite without pixels.</summary>
    public double BlueMinimum { get; private set; } = double.PositiveInfinity;

    /// <summary>Of B02.</summary>
    public double BlueSum { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="bands">DN; no NaN.</param>
    /// <param name="y">Row.</param>
    /// <param name="column">First column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="leaveOut">-1 for pixels that do not count, else 0; or null where all count.</param>
    public void AddRow<T>(OpticalPlanes<T> bands, int y, int column, int count, short* leaveOut)
        where T : unmanaged
    {
        T* blue = bands.Row(B02, y, column), nir = bands.Row(B08, y, column), swir = bands.Row(B11, y, column);
        int x = leaveOut == null ? AddSteps(blue, nir, swir, count) : AddSteps(blue, nir, swir, count, leaveOut);
        for (; x < count; x++)
        {
            if (leaveOut == null || leaveOut[x] == 0)
            {
                double b = Samples.ToSingle(blue[x]);
                double infrared = (double)Samples.ToSingle(nir[x]) + Samples.ToSingle(swir[x]);
                Add(1, infrared, infrared, b, b);
            }
        }
    }

    /// <summary>Adds what was counted elsewhere.</summary>
    public void Add(in BrightnessSums other) =>
        Add(other.Count, other.InfraredMinimum, other.InfraredSum, other.BlueMinimum, other.BlueSum);

    private void Add(long count, double infraredMinimum, double infraredSum, double blueMinimum, double blueSum)
    {
        Count += count;
        InfraredMinimum = Math.Min(InfraredMinimum, infraredMinimum);
        InfraredSum += infraredSum;
        BlueMinimum = Math.Min(BlueMinimum, blueMinimum);
        BlueSum += blueSum;
    }

    private int AddSteps<T>(T* blue, T* nir, T* swir, int count)
        where T : unmanaged
    {
        Vector<float> blueMinimum = new(float.PositiveInfinity);
        Vector<double> infraredMinimum = new(double.PositiveInfinity), infraredSum = Vector<double>.Zero, blueSum = Vector<double>.Zero;
        int x = 0;
        for (; x <= count - Samples.Step; x += Samples.Step)
        {
            (Vector<float> Low, Vector<float> High) b = Samples.Load(blue + x), n = Samples.Load(nir + x), s = Samples.Load(swir + x);
            blueMinimum = Vector.MinNative(blueMinimum, Vector.MinNative(b.Low, b.High));
            AddStep(b.Low, n.Low, s.Low, ref infraredMinimum, ref infraredSum, ref blueSum);
            AddStep(b.High, n.High, s.High, ref infraredMinimum, ref infraredSum, ref blueSum);
        }

        AddSteps(x, infraredMinimum, infraredSum, blueMinimum, blueSum);
        return x;
    }

    private int AddSteps<T>(T* blue, T* nir, T* swir, int count, short* leaveOut)
        where T : unmanaged
    {
        Vector<float> blueMinimum = new(float.PositiveInfinity);
        Vector<double> infraredMinimum = new(double.PositiveInfinity), infraredSum = Vector<double>.Zero, blueSum = Vector<double>.Zero;
        Vector<short> left = Vector<short>.Zero;
        long counted = 0;
        int x = 0;
        for (; x <= count - Samples.Step; x += Samples.Step)
        {
            Vector<short> mask = Vector.Load(leaveOut + x);
            left += mask;
            counted += Samples.Step;
            if (Vector.EqualsAll(mask, Vector<short>.AllBitsSet))
            {
                continue;
            }

            (Vector<float> Low, Vector<float> High) b = Samples.Load(blue + x), n = Samples.Load(nir + x), s = Samples.Load(swir + x);
            Vector.Widen(mask, out Vector<int> low, out Vector<int> high);
            AddStep(low, b.Low, n.Low, s.Low, ref blueMinimum, ref infraredMinimum, ref infraredSum, ref blueSum);
            AddStep(high, b.High, n.High, s.High, ref blueMinimum, ref infraredMinimum, ref infraredSum, ref blueSum);
        }

        Vector.Widen(left, out Vector<int> leftLow, out Vector<int> leftHigh);
        AddSteps(counted + Vector.Sum(leftLow + leftHigh), infraredMinimum, infraredSum, blueMinimum, blueSum);
        return x;
    }

    private void AddSteps(long count, Vector<double> infraredMinimum, Vector<double> infraredSum, Vector<float> blueMinimum, Vector<double> blueSum)
    {
        double leastBlue = double.PositiveInfinity, leastInfrared = double.PositiveInfinity;
        for (int i = 0; i < Vector<float>.Count; i++)
        {
            leastBlue = Math.Min(leastBlue, blueMinimum[i]);
            leastInfrared = Math.Min(leastInfrared, infraredMinimum[i % Vector<double>.Count]);
        }

        Add(count, leastInfrared, Vector.Sum(infraredSum), leastBlue, Vector.Sum(blueSum));
    }

    // What does not count is infinite for a minimum and nothing for a sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddStep(
        Vector<int> leaveOut, Vector<float> blue, Vector<float> nir, Vector<float> swir,
        ref Vector<float> blueMinimum, ref Vector<double> infraredMinimum, ref Vector<double> infraredSum, ref Vector<double> blueSum)
    {
        Vector<float> infinite = new(float.PositiveInfinity);
        blueMinimum = Vector.MinNative(blueMinimum, Vector.ConditionalSelect(leaveOut, infinite, blue));
        Vector<double> none = new(double.PositiveInfinity);
        AddStep(
            Vector.ConditionalSelect(leaveOut, Vector<float>.Zero, blue), Vector.ConditionalSelect(leaveOut, Vector<float>.Zero, nir),
            Vector.ConditionalSelect(leaveOut, Vector<float>.Zero, swir), ref none, ref infraredSum, ref blueSum);
        Vector.Widen(Vector.ConditionalSelect(leaveOut, infinite, nir), out Vector<double> nirLow, out Vector<double> nirHigh);
        Vector.Widen(swir, out Vector<double> swirLow, out Vector<double> swirHigh);
        infraredMinimum = Vector.MinNative(infraredMinimum, Vector.MinNative(nirLow + swirLow, nirHigh + swirHigh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddStep(
        Vector<float> blue, Vector<float> nir, Vector<float> swir, ref Vector<double> infraredMinimum, ref Vector<double> infraredSum, ref Vector<double> blueSum)
    {
        Vector.Widen(blue, out Vector<double> blueLow, out Vector<double> blueHigh);
        Vector.Widen(nir, out Vector<double> nirLow, out Vector<double> nirHigh);
        Vector.Widen(swir, out Vector<double> swirLow, out Vector<double> swirHigh);
        Vector<double> low = nirLow + swirLow, high = nirHigh + swirHigh;
        infraredMinimum = Vector.MinNative(infraredMinimum, Vector.MinNative(low, high));
        infraredSum += low + high;
        blueSum += blueLow + blueHigh;
    }
}
