using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>Which pixels of an image a prior fill learns from: those with data that no mask touches. Rents a byte a pixel.</summary>
internal sealed class ClearPixels : IDisposable
{
    // Samples that one thread looks at before it asks for more.
    private const int Piece = 1 << 16;

    private readonly bool[] _clear;
    private readonly int _length;

    private ClearPixels(bool[] clear, int length, long count) => (_clear, _length, Count) = (clear, length, count);

    /// <summary>Number of clear pixels.</summary>
    public long Count { get; }

    /// <summary>Whether a pixel is clear, in the order of the rows looked at.</summary>
    public ReadOnlySpan<bool> Flags => _clear.AsSpan(0, _length);

    /// <summary>Looks at the pixels of some rows.</summary>
    /// <param name="opticalDn">13 channels; all bands 0 is nodata.</param>
    /// <param name="weight">One channel, above 0 where masked; null masks nothing.</param>
    /// <param name="threads">Threads, 0 for one per processor.</param>
    public static ClearPixels Of(PlaneRows opticalDn, PlaneRows? weight, int threads = 1)
    {
        bool[] clear = WorkArrays.Rent<bool>(opticalDn.Count);
        long count = 0;
        Workers.ForEach((opticalDn.Count + Piece - 1) / Piece, threads, item =>
        {
            int first = item * Piece, end = Math.Min(opticalDn.Count, first + Piece), found = 0;
            ReadOnlySpan<float> weights = weight is { } given ? given[0] : default;
            for (int i = first; i < end; i++)
            {
                clear[i] = (weights.IsEmpty || weights[i] == 0) && HasData(opticalDn, i);
                found += clear[i] ? 1 : 0;
            }

            Interlocked.Add(ref count, found);
        });
        return new ClearPixels(clear, opticalDn.Count, count);
    }

    public void Dispose() => WorkArrays.Return(_clear);

    private static bool HasData(PlaneRows image, int pixel)
    {
        // The array may be longer than the image.
        for (int i = image.Start + pixel; i < Sentinel2Band.Count * image.Plane; i += image.Plane)
        {
            if (image.Data[i] != 0)
            {
                return true;
            }
        }

        return false;
    }
}
