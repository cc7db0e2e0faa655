using Cloudless.Imagery;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Rasters;

/// <summary>Makes the overviews of an image that a job holds: GDAL's own resampling, band by band on several threads, without decoding the output again.</summary>
/// <remarks>
/// The same pixels as GDALBuildOverviews gives. That one reads every block back on one thread, and with GDAL 3.6 its decoding threads write
/// to standard error about files of many bands.
/// </remarks>
internal static class OverviewReducer
{
    // What the bands under work may take together where they have to be read from a file; half of what the process may have at most.
    private const long Memory = 660L << 20;

    /// <summary>Makes all levels.</summary>
    /// <param name="image">[C,H,W], in the file's sample type.</param>
    /// <param name="profile">Profile of the file.</param>
    /// <param name="options">Overviews, resampling and threads.</param>
    /// <param name="room">Makes the room for a level: number from 0, width and height.</param>
    /// <returns>[C,h,w] each, falling sizes; empty where the options or the size ask for none.</returns>
    /// <exception cref="CloudlessException">GDAL refused, or the disk is full.</exception>
    public static IReadOnlyList<SampleStore<T>> Make<T>(
        SampleStore<T> image, RasterProfile profile, RasterWriteOptions options, Func<int, (int Width, int Height), SampleStore<T>> room)
        where T : unmanaged
    {
        (int Width, int Height)[] sizes = GeoTiffLayout.OverviewSizes(profile, options);
        SampleStore<T>[] levels = [.. sizes.Select((size, i) => room(i, size))];
        if (levels.Length == 0)
        {
            return levels;
        }

        Workers.ForEach(image.Channels, Threads(image, options), () => new Hand<T>(), (hand, c) =>
        {
            ReadOnlySpan<T> plane = image.Rows(c, 0, image.Height, ref hand.Buffer);
            T[][] reduced = hand.Gdal.Reduce(plane, profile, sizes, GeoTiffLayout.Name(options.OverviewResampling));
            for (int i = 0; i < levels.Length; i++)
            {
                levels[i].Write(c, levels[i].Whole, reduced[i], levels[i].Width);
                LargeArrays.Give(reduced[i]);
            }
        });
        return levels;
    }

    private static unsafe int Threads<T>(SampleStore<T> image, RasterWriteOptions options)
        where T : unmanaged
    {
        int threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        // All levels together are a third of the plane.
        long each = (long)image.Height * image.Width * sizeof(T) * 4 / 3;
        long room = Math.Min(Memory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        return image.InMemory ? threads : (int)Math.Clamp(room / each, 1, threads);
    }

    private sealed class Hand<T> : IDisposable
    {
        public T[]? Buffer;

        public GdalMemory Gdal { get; } = GdalMemory.Create();

        public void Dispose() => Gdal.Dispose();
    }
}
