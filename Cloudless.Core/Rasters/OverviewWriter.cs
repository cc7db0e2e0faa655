using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Adds overviews to a GeoTIFF from the image in memory: GDAL's own resampling, band by band on several threads, without decoding the file again.</summary>
/// <remarks>
/// The same pixels as GDALBuildOverviews gives. That one reads every block back on one thread, and with GDAL 3.6 its decoding threads write
/// to standard error about files of many bands.
/// </remarks>
internal static unsafe class OverviewWriter
{
    /// <summary>Makes and writes all levels. Call inside a <see cref="GdalScope"/>.</summary>
    /// <param name="dataset">The file, written and flushed.</param>
    /// <param name="image">[C,H,W]: what it holds, in the file's sample type.</param>
    /// <param name="profile">Its profile.</param>
    /// <param name="levels">Reductions: 2, 4, 8 ...</param>
    /// <param name="options">Resampling and threads.</param>
    /// <returns>False when GDAL refused, as its scope tells.</returns>
    public static bool Add<T>(GdalDataset dataset, Raster<T> image, RasterProfile profile, int[] levels, RasterWriteOptions options)
        where T : unmanaged
    {
        bool done;
        fixed (int* list = levels)
        {
            // Makes the places without filling them.
            done = Gdal.GDALBuildOverviews(dataset, "NONE", levels.Length, list, 0, null, 0, 0) == Gdal.Success;
        }

        nint[][] places = [.. Enumerable.Range(1, image.Channels).Select(b => Places(dataset, b, levels.Length))];
        if (!done || places.Any(p => p.Contains(0)))
        {
            return false;
        }

        (int Width, int Height)[] sizes = [.. places[0].Select(p => (Gdal.GDALGetRasterBandXSize(p), Gdal.GDALGetRasterBandYSize(p)))];
        var reduced = new T[image.Channels][][];
        Workers.ForEach(image.Channels, options.Threads, GdalMemory.Create, (memory, c) =>
            reduced[c] = memory.Reduce(image, c, profile, sizes, GeoTiffLayout.Name(options.OverviewResampling)));

        // Level after level, as GDAL lays them out itself.
        for (int level = 0; level < levels.Length; level++)
        {
            for (int c = 0; c < image.Channels; c++)
            {
                done &= Write(places[c][level], reduced[c][level], sizes[level], GdalSamples.TypeOf(profile.SampleType));
                LargeArrays.Give(reduced[c][level]);
            }
        }

        return done;
    }

    private static nint[] Places(GdalDataset dataset, int band, int levels)
    {
        nint whole = Gdal.GDALGetRasterBand(dataset, band);
        return [.. Enumerable.Range(0, levels).Select(i => Gdal.GDALGetOverview(whole, i))];
    }

    private static bool Write<T>(nint band, T[] samples, (int Width, int Height) size, int type)
        where T : unmanaged
    {
        fixed (T* first = samples)
        {
            return Gdal.GDALRasterIO(band, Gdal.Write, 0, 0, size.Width, size.Height, first, size.Width, size.Height, type, 0, 0) == Gdal.Success
                && Gdal.GDALFlushRasterCache(band) == Gdal.Success;
        }
    }
}
