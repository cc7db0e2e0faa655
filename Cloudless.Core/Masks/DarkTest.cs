using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cloudless.Masks;

/// <summary>The per-pixel part of the shadow test: dark in CSI = (B08+B11)/2 and in B02, both strictly, so that an image of one color has no shadow.</summary>
internal readonly unsafe struct DarkTest
{
    private const int B02 = 1, B08 = 7, B11 = 11;

    // Of B08 + B11: doubling is exact, and saves a halving per pixel.
    private readonly double _sumThreshold;
    private readonly double _blueThreshold;

    /// <summary>Takes the thresholds in DN.</summary>
    public DarkTest(double csiThreshold, double blueThreshold) => (_sumThreshold, _blueThreshold) = (2 * csiThreshold, blueThreshold);

    /// <summary>Marks the dark pixels of a row.</summary>
    /// <param name="bands">DN; no NaN.</param>
    /// <param name="y">Row.</param>
    /// <param name="column">First column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="dark">Overwritten, -1 or 0; <see cref="Samples.Padded"/>(count) values.</param>
    public void Row<T>(OpticalPlanes<T> bands, int y, int column, int count, short* dark)
        where T : unmanaged
    {
        T* blue = bands.Row(B02, y, column), nir = bands.Row(B08, y, column), swir = bands.Row(B11, y, column);
        int x = 0;
        var blueLimit = new Vector<float>(Samples.NotBelow(_blueThreshold));
        var sumLimit = new Vector<float>(Samples.NotBelow(_sumThreshold));
        var exactLimit = new Vector<double>(_sumThreshold);
        for (; x <= count - Samples.Step; x += Samples.Step)
        {
            (Vector<float> Low, Vector<float> High) b = Samples.Load(blue + x), n = Samples.Load(nir + x), s = Samples.Load(swir + x);
            Vector<int> low = Vector.LessThan(b.Low, blueLimit), high = Vector.LessThan(b.High, blueLimit);
            if (typeof(T) == typeof(ushort))
            {
                // The sum of two uint16 is exact in single precision.
                low &= Vector.LessThan(n.Low + s.Low, sumLimit);
                high &= Vector.LessThan(n.High + s.High, sumLimit);
            }
            else
            {
                low &= IsSumBelow(n.Low, s.Low, exactLimit);
                high &= IsSumBelow(n.High, s.High, exactLimit);
            }

            Vector.Narrow(low, high).Store(dark + x);
        }

        for (; x < count; x++)
        {
            bool isDark = (double)Samples.ToSingle(nir[x]) + Samples.ToSingle(swir[x]) < _sumThreshold && Samples.ToSingle(blue[x]) < _blueThreshold;
            dark[x] = isDark ? (short)-1 : (short)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> IsSumBelow(Vector<float> a, Vector<float> b, Vector<double> limit)
    {
        Vector.Widen(a, out Vector<double> aLow, out Vector<double> aHigh);
        Vector.Widen(b, out Vector<double> bLow, out Vector<double> bHigh);
        return Vector.Narrow(Vector.LessThan(aLow + bLow, limit), Vector.LessThan(aHigh + bHigh, limit));
    }
}
