using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>A view of an optical image [13,H,W] that checks its size once and hands out bands by name.</summary>
internal readonly ref struct OpticalPlanes
{
    private readonly ReadOnlySpan<float> _optical;

    /// <summary>Checks and wraps; copies nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">The span does not hold 13*H*W values.</exception>
    public OpticalPlanes(ReadOnlySpan<float> optical, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Length = checked(height * width);
        if (optical.Length != (long)Sentinel2Band.Count * Length)
        {
            throw new ArgumentException(
                $"The optical image holds {optical.Length} values; [13,{height},{width}] needs {(long)Sentinel2Band.Count * Length}. All 13 bands are needed, in the order of Sentinel2Band.All.",
                nameof(optical));
        }

        _optical = optical;
    }

    /// <summary>Pixels of one band.</summary>
    public int Length { get; }

    /// <summary>One band, [H,W].</summary>
    public ReadOnlySpan<float> this[Sentinel2Band band] => _optical.Slice(band.Index * Length, Length);

    /// <summary>Whether all 13 bands of a pixel are 0.</summary>
    public bool IsNoData(int pixel)
    {
        // Blue first: on measured pixels it is hardly ever 0, so the walk over the other bands is rare.
        if (_optical[(Sentinel2Band.B02.Index * Length) + pixel] != 0)
        {
            return false;
        }

        for (int i = pixel; i < _optical.Length; i += Length)
        {
            if (_optical[i] != 0)
            {
                return false;
            }
        }

        return true;
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
}
