using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>A view of a pinned optical image [13,H,W] that hands out rows of bands by name; checks its size once, copies nothing.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="ushort"/>.</typeparam>
internal readonly unsafe struct OpticalPlanes<T>
    where T : unmanaged
{
    private readonly T* _optical;

    /// <summary>Checks and wraps.</summary>
    /// <param name="optical">[13,H,W], pinned for as long as this view is used.</param>
    /// <param name="samples">Samples behind <paramref name="optical"/>.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">There are not 13*H*W samples.</exception>
    public OpticalPlanes(T* optical, int samples, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Length = checked(height * width);
        if (samples != (long)Sentinel2Band.Count * Length)
        {
            throw new ArgumentException(
                $"The optical image holds {samples} values; [13,{height},{width}] needs {(long)Sentinel2Band.Count * Length}. All 13 bands are needed, in the order of Sentinel2Band.All.",
                nameof(optical));
        }

        _optical = optical;
        (Height, Width) = (height, width);
    }

    /// <summary>H.</summary>
    public int Height { get; }

    /// <summary>W.</summary>
    public int Width { get; }

    /// <summary>Pixels of one band.</summary>
    public int Length { get; }

    /// <summary>One row of a band, from a column on.</summary>
    public T* Row(int band, int y, int column) => _optical + ((nint)band * Length) + ((nint)y * Width) + column;

    /// <summary>Marks pixels of a row whose 13 bands are all 0.</summary>
    /// <param name="y">Row.</param>
    /// <param name="column">First column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="mask">Overwritten, -1 nodata, else 0; <see cref="Samples.Padded"/>(count) values.</param>
    /// <returns>Whether there is one.</returns>
    public bool MarkNoData(int y, int column, int count, short* mask)
    {
        Vector<short> any = Vector<short>.Zero;
        T* blue = Row(Sentinel2Band.B02.Index, y, column);
        int x = 0;
        for (; x <= count - Samples.Step; x += Samples.Step)
        {
            // Blue first: on measured pixels it is hardly ever 0, so the walk over the other bands is rare.
            Vector<short> zero = Samples.AreZero(blue + x);
            for (int band = 0; band < Sentinel2Band.Count && zero != Vector<short>.Zero; band++)
            {
                zero &= Samples.AreZero(Row(band, y, column + x));
            }

            zero.Store(mask + x);
            any |= zero;
        }

        bool found = any != Vector<short>.Zero;
        for (; x < count; x++)
        {
            bool zero = IsNoData(y, column + x);
            mask[x] = zero ? (short)-1 : (short)0;
            found |= zero;
        }

        return found;
    }

    /// <summary>Checks that a plane of results fits.</summary>
    /// <exception cref="ArgumentException">Its length is not H*W.</exception>
    public void CheckPlane(int length, string name)
    {
        if (length != Length)
        {
            throw new ArgumentException($"'{name}' holds {length} values; the image has {Length} pixels.", name);
        }
    }

    private bool IsNoData(int y, int column)
    {
        for (int band = 0; band < Sentinel2Band.Count; band++)
        {
            if (Samples.ToSingle(*Row(band, y, column)) != 0)
            {
                return false;
            }
        }

        return true;
    }
}
