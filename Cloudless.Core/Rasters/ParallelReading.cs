using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Reads a whole file piece by piece on several threads, each with a handle of its own, so that its blocks are decoded side by side.</summary>
/// <remarks>
/// Not GDAL's NUM_THREADS: that is for GeoTIFF alone, writes to standard error about files of many bands (GDAL 3.6), and leaves what follows the
/// decoding to one thread. Decoded blocks are dropped after each piece, so GDAL's cache stays small.
/// </remarks>
internal static class ParallelReading
{
    /// <summary>Reads all bands.</summary>
    /// <typeparam name="T">As in <see cref="RasterReader.Read{T}(Window?, IReadOnlyList{int}?)"/>.</typeparam>
    /// <param name="reader">The open file; used for its path, profile and blocks only, so it may serve its own thread meanwhile.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="then">Called by the thread that read a piece, while the piece is in its cache: the image and the window that is filled now.</param>
    /// <param name="cancellationToken">Looked at before every piece.</param>
    /// <returns>[C,H,W], planar, as stored in the file, as far as <paramref name="then"/> left it so.</returns>
    /// <exception cref="UnsupportedProductException">The file is cut off or damaged.</exception>
    public static Raster<T> Read<T>(RasterReader reader, int threads, Action<Raster<T>, Window>? then = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        RasterProfile profile = reader.Profile;
        IReadOnlyList<Window> pieces = reader.Pieces();
        T[] samples = LargeArrays.Take<T>(checked(profile.BandCount * profile.Height * profile.Width));
        var image = new Raster<T>(profile.BandCount, profile.Height, profile.Width, samples);
        Workers.ForEach(pieces.Count, threads, () => RasterReader.Open(reader.Path), (own, piece) =>
        {
            own.ReadInto(pieces[piece], image);
            then?.Invoke(image, pieces[piece]);
        }, cancellationToken);
        return image;
    }
}
