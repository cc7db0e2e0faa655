using System.Numerics;
using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Lines of a coarser band, brought to the window's columns; the last few are kept, for the rows between them need them again.</summary>
internal sealed class ExpandedLines<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private const int Kept = 4;

    private readonly Taps _columns;
    private readonly Window _at;
    private readonly T _noData;
    private readonly float[][] _lines = new float[Kept][];
    private readonly int[] _rows = [-1, -1, -1, -1];
    private readonly bool[] _gaps = new bool[Kept];
    private readonly float[] _sum;

    /// <summary>Makes room.</summary>
    /// <param name="columns">The window's.</param>
    /// <param name="at">The source window.</param>
    /// <param name="noData">Sample without data.</param>
    public ExpandedLines(Taps columns, Window at, T noData)
    {
        (_columns, _at, _noData) = (columns, at, noData);
        int width = columns.Places.Length / columns.Count;
        for (int i = 0; i < Kept; i++)
        {
            _lines[i] = new float[width];
        }

        _sum = new float[width];
    }

    /// <summary>Expands the lines that a row needs; tells whether one has pixels without data.</summary>
    public bool Load(ReadOnlySpan<T> source, Taps rows, int row)
    {
        bool gaps = false;
        foreach (int place in rows.Places.AsSpan(row * rows.Count, rows.Count))
        {
            int slot = place % Kept;
            if (_rows[slot] != place)
            {
                ReadOnlySpan<T> line = source.Slice(place * _at.Width, _at.Width);
                _gaps[slot] = line.Contains(_noData) || HasNaN(line);
                Expand(line, _lines[slot]);
                _rows[slot] = place;
            }

            gaps |= _gaps[slot];
        }

        return gaps;
    }

    /// <summary>Makes a row of the loaded lines.</summary>
    public void Combine(Taps rows, int row, Span<T> destination)
    {
        int first = row * rows.Count;
        ReadOnlySpan<float> a = Line(rows, first), b = Line(rows, first + 1);
        float wa = rows.Weights[first], wb = rows.Weights[first + 1];
        if (rows.Count == 2)
        {
            Two(a, b, wa, wb, rows.Sum * _columns.Sum);
        }
        else
        {
            Four(a, b, Line(rows, first + 2), Line(rows, first + 3), (wa, wb, rows.Weights[first + 2], rows.Weights[first + 3]));
        }

        SampleRounding<T>.Round(_sum, _noData, destination);
    }

    private ReadOnlySpan<float> Line(Taps rows, int tap) => _lines[rows.Places[tap] % Kept];

    private static bool HasNaN(ReadOnlySpan<T> line)
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            foreach (T value in line)
            {
                if (T.IsNaN(value))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Expand(ReadOnlySpan<T> line, Span<float> destination)
    {
        int[] places = _columns.Places;
        float[] weights = _columns.Weights;
        if (_columns.Count == 2)
        {
            for (int x = 0; x < destination.Length; x++)
            {
                int i = 2 * x;
                destination[x] = (weights[i] * float.CreateTruncating(line[places[i]])) + (weights[i + 1] * float.CreateTruncating(line[places[i + 1]]));
            }

            return;
        }

        for (int x = 0; x < destination.Length; x++)
        {
            float sum = 0;
            for (int i = 4 * x; i < (4 * x) + 4; i++)
            {
                sum += weights[i] * float.CreateTruncating(line[places[i]]);
            }

            destination[x] = sum;
        }
    }

    private void Two(ReadOnlySpan<float> a, ReadOnlySpan<float> b, float wa, float wb, float divisor)
    {
        ref float first = ref MemoryMarshal.GetReference(a), second = ref MemoryMarshal.GetReference(b), to = ref MemoryMarshal.GetArrayDataReference(_sum);
        var all = new Vector<float>(divisor);
        int x = 0;
        for (; x <= _sum.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            Vector<float> sum = (Vector.LoadUnsafe(ref first, (nuint)x) * wa) + (Vector.LoadUnsafe(ref second, (nuint)x) * wb);
            (sum / all).StoreUnsafe(ref to, (nuint)x);
        }

        for (; x < _sum.Length; x++)
        {
            _sum[x] = ((a[x] * wa) + (b[x] * wb)) / divisor;
        }
    }

    private void Four(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d, (float A, float B, float C, float D) w)
    {
        for (int x = 0; x < _sum.Length; x++)
        {
            _sum[x] = (a[x] * w.A) + (b[x] * w.B) + (c[x] * w.C) + (d[x] * w.D);
        }
    }
}
