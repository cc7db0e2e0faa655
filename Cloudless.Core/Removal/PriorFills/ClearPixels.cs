using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>Which pixels of an image a prior fill learns from: those with data that no mask touches. Rents a byte a pixel.</summary>
internal sealed class ClearPixels : IDisposable
{
    private readonly bool[] _clear;
    private readonly int _length;

    private ClearPixels(bool[] clear, int length, long count) => (_clear, _length, Count) = (clear, length, count);

    /// <summary>Number of clear pixels.</summary>
    public long Count { get; }

    /// <summary>[H,W]: whether a pixel is clear.</summary>
    public ReadOnlySpan<bool> Flags => _clear.AsSpan(0, _length);

    /// <summary>Looks at all pixels.</summary>
    /// <param name="opticalDn">[C,H,W]; all bands 0 is nodata.</param>
    /// <param name="weight">[1,H,W], above 0 where masked; null masks nothing.</param>
    public static ClearPixels Of(Raster<float> opticalDn, Raster<float>? weight)
    {
        int length = opticalDn.PlaneLength;
        bool[] clear = ArrayPool<bool>.Shared.Rent(length);
        long count = 0;
        for (int i = 0; i < length; i++)
        {
            clear[i] = (weight is null || weight.Data[i] == 0) && HasData(opticalDn, i);
            count += clear[i] ? 1 : 0;
        }

        return new ClearPixels(clear, length, count);
    }

    public void Dispose() => ArrayPool<bool>.Shared.Return(_clear);

    private static bool HasData(Raster<float> image, int pixel)
    {
        for (int i = pixel; i < image.Data.Length; i += image.PlaneLength)
        {
            if (image.Data[i] != 0)
            {
                return true;
            }
        }

        return false;
    }
}
