using Cloudless.Imagery;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Rasters;

/// <summary>Adds overviews that are made already to a GeoTIFF.</summary>
internal static unsafe class OverviewWriter
{
    /// <summary>Writes all levels. Call inside a <see cref="GdalScope"/>.</summary>
    /// <param name="dataset">The file, written and flushed.</param>
    /// <param name="overviews">By <see cref="OverviewReducer"/>, in the file's sample type.</param>
    /// <param name="profile">Profile of the file.</param>
    /// <param name="levels">Reductions: 2, 4, 8 ...</param>
    /// <returns>False when GDAL refused, as its scope tells.</returns>
    public static bool Add<T>(GdalDataset dataset, IReadOnlyList<SampleStore<T>> overviews, RasterProfile profile, int[] levels)
        where T : unmanaged
    {
        bool done;
        fixed (int* list = levels)
        {
            // Makes the places without filling them.
            done = Gdal.GDALBuildOverviews(dataset, "NONE", levels.Length, list, 0, null, 0, 0) == Gdal.Success;
        }

        // Level after level, as GDAL lays them out itself.
        T[]? buffer = null;
        for (int level = 0; done && level < levels.Length; level++)
        {
            for (int c = 0; c < profile.BandCount; c++)
            {
                nint place = Gdal.GDALGetOverview(Gdal.GDALGetRasterBand(dataset, c + 1), level);
                done &= place != 0 && Write(place, overviews[level].Rows(c, 0, overviews[level].Height, ref buffer), overviews[level], GdalSamples.TypeOf(profile.SampleType));
            }
        }

        return done;
    }

    private static bool Write<T>(nint band, ReadOnlySpan<T> samples, SampleStore<T> level, int type)
        where T : unmanaged
    {
        fixed (T* first = samples)
        {
            return Gdal.GDALRasterIO(band, Gdal.Write, 0, 0, level.Width, level.Height, first, level.Width, level.Height, type, 0, 0) == Gdal.Success
                && Gdal.GDALFlushRasterCache(band) == Gdal.Success;
        }
    }
}
