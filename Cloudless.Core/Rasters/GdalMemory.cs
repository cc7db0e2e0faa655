using System.Globalization;
using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Lets GDAL reduce an array: bands of its MEM driver that lie in our memory. One per thread.</summary>
internal sealed unsafe class GdalMemory : IDisposable
{
    private readonly List<GdalDataset> _datasets = [];
    private readonly List<GCHandle> _pins = [];

    private GdalMemory()
    {
    }

    /// <summary>Makes one; the datasets come with the first use.</summary>
    public static GdalMemory Create() => new();

    /// <summary>Reduces one channel, each size from the one before where the resampling allows it, as GDAL does it for files.</summary>
    /// <param name="plane">[H,W].</param>
    /// <param name="profile">Size, sample type and nodata, which stays out of means.</param>
    /// <param name="sizes">Of the results, falling.</param>
    /// <param name="resampling">GDAL's name.</param>
    /// <returns>[h,w] for each size, from <see cref="LargeArrays"/>.</returns>
    /// <exception cref="CloudlessException">GDAL refused.</exception>
    public T[][] Reduce<T>(ReadOnlySpan<T> plane, RasterProfile profile, (int Width, int Height)[] sizes, string resampling)
        where T : unmanaged
    {
        using GdalScope scope = GdalScope.Enter();
        T[][] results = [.. sizes.Select(s => LargeArrays.Take<T>(checked(s.Width * s.Height)))];
        fixed (T* samples = plane)
        {
            nint whole = Band((nint)samples, profile.Width, profile.Height, profile);
            nint[] places = [.. sizes.Zip(results, (s, r) => Band(Pin(r), s.Width, s.Height, profile))];
            fixed (nint* list = places)
            {
                bool done = whole != 0 && !places.Contains(0)
                    && Gdal.GDALRegenerateOverviews(whole, places.Length, list, resampling, 0, 0) == Gdal.Success;
                Dispose();
                return done && !scope.Failed
                    ? results
                    : throw new CloudlessException($"GDAL cannot make overviews: {scope.Reason}.");
            }
        }
    }

    /// <summary>Closes the bands, which writes what GDAL still holds of them, and lets the arrays move again.</summary>
    public void Dispose()
    {
        _datasets.ForEach(d => d.Dispose());
        _datasets.Clear();
        _pins.ForEach(p => p.Free());
        _pins.Clear();
    }

    private nint Pin<T>(T[] array)
        where T : unmanaged
    {
        _pins.Add(GCHandle.Alloc(array, GCHandleType.Pinned));
        return _pins[^1].AddrOfPinnedObject();
    }

    private nint Band(nint samples, int width, int height, RasterProfile profile)
    {
        int type = GdalSamples.TypeOf(profile.SampleType);
        var dataset = new GdalDataset(Gdal.GDALCreate(Gdal.GDALGetDriverByName("MEM"), "", width, height, 0, type, 0));
        _datasets.Add(dataset);
        using var options = new GdalStringList([string.Create(CultureInfo.InvariantCulture, $"DATAPOINTER={samples}")]);
        if (dataset.IsInvalid || Gdal.GDALAddBand(dataset, type, options.Pointer) != Gdal.Success)
        {
            return 0;
        }

        nint band = Gdal.GDALGetRasterBand(dataset, 1);
        return profile.NoData is not { } noData || Gdal.GDALSetRasterNoDataValue(band, noData) == Gdal.Success ? band : 0;
    }
}
