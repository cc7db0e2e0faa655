using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Reads windows of a raster file (GeoTIFF, JPEG 2000, and whatever else the GDAL at hand knows).</summary>
/// <remarks>
/// Not thread-safe: one reader per thread; any number of readers may be open on one file. Samples are read as they are stored:
/// nodata, scale and offset are told by <see cref="Profile"/>, not applied.
/// </remarks>
public sealed class RasterReader : IDisposable
{
    private readonly GdalDataset _dataset;
    private readonly bool _marked;

    private RasterReader(string path, GdalDataset dataset)
    {
        (Path, _dataset) = (path, dataset);
        Profile = ProfileIO.Read(dataset, path);
        _marked = ProfileIO.HoldsMarkedInt8(dataset);
    }

    /// <summary>The file, as given to <see cref="Open"/>.</summary>
    public string Path { get; }

    /// <summary>Everything about the file except its samples. 64-bit integers are told as Float64.</summary>
    public RasterProfile Profile { get; }

    /// <summary>Whether ground control points tell where pixels lie.</summary>
    internal bool HasControlPoints
    {
        get
        {
            using GdalScope scope = GdalScope.Enter();
            return Gdal.GDALGetGCPCount(_dataset) > 0;
        }
    }

    /// <summary>The open file, for the warp.</summary>
    internal GdalDataset Dataset => _dataset;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">A file, or one of GDAL's virtual paths (<c>/vsizip/…</c>).</param>
    /// <exception cref="CloudlessException">The file does not exist, or GDAL's library was not found.</exception>
    /// <exception cref="UnsupportedProductException">The file is empty, cut off, not an image, or has complex samples.</exception>
    public static RasterReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckFile(path);
        using GdalScope scope = GdalScope.Enter();
        return OpenIn(scope, path);
    }

    /// <summary>
    /// Opens a file for <see cref="ReadPixels"/>: a GeoTIFF that is uncompressed and stores pixel after pixel, as the patches of SEN12MS-CR do, is then
    /// copied from the file; else GDAL would take every row of every band through its cache of blocks, which takes some times as long.
    /// </summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    internal static RasterReader OpenForPixels(string path)
    {
        const string DirectReading = "GTIFF_DIRECT_IO";
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckFile(path);
        using GdalScope scope = GdalScope.Enter();
        Gdal.CPLSetThreadLocalConfigOption(DirectReading, "YES");
        try
        {
            return OpenIn(scope, path);
        }
        finally
        {
            Gdal.CPLSetThreadLocalConfigOption(DirectReading, null);
        }
    }

    /// <summary>Opens a file of one band of a product: JPEG 2000 or TIFF and nothing else, so that no file in a product can lead to another one.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    internal static RasterReader OpenBand(string path)
    {
        CheckFile(path);
        using GdalScope scope = GdalScope.Enter();
        using var drivers = new GdalStringList(["JP2OpenJPEG", "JP2KAK", "JP2ECW", "JP2MrSID", "JP2Lura", "GTiff"]);
        return OpenIn(scope, path, drivers.Pointer, "a JPEG 2000 or TIFF file");
    }

    private static RasterReader OpenIn(GdalScope scope, string path, nint drivers = 0, string expected = "a GeoTIFF or another raster format")
    {
        var dataset = new GdalDataset(Gdal.GDALOpenEx(path, Gdal.OpenRaster | Gdal.VerboseError, drivers, 0, 0));
        if (dataset.IsInvalid)
        {
            throw new UnsupportedProductException(
                $"'{path}' cannot be opened as an image: {scope.Reason}. Expected {expected}; is the file whole?");
        }

        try
        {
            return new RasterReader(path, dataset);
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    /// <summary>Reads a window into a new raster.</summary>
    /// <typeparam name="T">byte, sbyte, ushort, short, uint, int, float or double; GDAL converts: rounds to nearest and clamps to the type's range.</typeparam>
    /// <param name="window">Which pixels; the whole image where null.</param>
    /// <param name="bands">Which bands, 0-based, in this order; all where null.</param>
    /// <returns>[C,H,W], planar, as stored in the file.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the image, or a band is not there.</exception>
    /// <exception cref="UnsupportedProductException">The file is cut off or damaged in this window.</exception>
    public Raster<T> Read<T>(Window? window = null, IReadOnlyList<int>? bands = null)
        where T : unmanaged
    {
        Window part = window ?? new Window(0, 0, Profile.Width, Profile.Height);
        CheckWindow(part);
        var raster = new Raster<T>(bands?.Count ?? Profile.BandCount, part.Height, part.Width);
        Read(part, bands, raster.Data.AsSpan());
        return raster;
    }

    /// <summary>Reads a window into the caller's memory.</summary>
    /// <typeparam name="T">As in <see cref="Read{T}(Window?, IReadOnlyList{int}?)"/>.</typeparam>
    /// <param name="window">Which pixels.</param>
    /// <param name="bands">Which bands, 0-based, in this order; all where null.</param>
    /// <param name="destination">[C,H,W], planar; of exactly this length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the image, or a band is not there.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="UnsupportedProductException">The file is cut off or damaged in this window.</exception>
    public void Read<T>(Window window, IReadOnlyList<int>? bands, Span<T> destination)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_dataset.IsClosed, this);
        CheckWindow(window);
        int[] list = [.. (bands ?? Enumerable.Range(0, Profile.BandCount)).Select(OneBased)];
        long length = (long)list.Length * window.Height * window.Width;
        if (destination.Length != length)
        {
            throw new ArgumentException(
                $"The destination holds {destination.Length} samples; [{list.Length},{window.Height},{window.Width}] needs {length}.", nameof(destination));
        }

        using GdalScope scope = GdalScope.Enter();
        if (!GdalSamples.Transfer(_dataset, Gdal.Read, _marked, window, list, destination))
        {
            throw new UnsupportedProductException(
                $"'{Path}' cannot be read at {window}: {scope.Reason}. The file seems cut off or damaged; copy or download it again.");
        }
    }

    /// <summary>Reads a window into the caller's memory, as the public method, on this thread alone; drops the blocks decoded for it where the window ends with them.</summary>
    internal void ReadByBlocks<T>(Window window, IReadOnlyList<int> bands, Span<T> destination)
        where T : unmanaged
    {
        // JPEG 2000 would take all processors for each block, beside those that decode other blocks.
        const string Threads = "GDAL_NUM_THREADS";
        using GdalScope scope = GdalScope.Enter();
        Gdal.CPLSetThreadLocalConfigOption(Threads, "1");
        try
        {
            Read(window, bands, destination);
            if (FollowsBlocks(window))
            {
                Gdal.GDALFlushCache(_dataset);
            }
        }
        finally
        {
            Gdal.CPLSetThreadLocalConfigOption(Threads, null);
        }
    }

    /// <summary>Reads the whole file pixel after pixel, the order in which patches of data sets are stored.</summary>
    /// <typeparam name="T">As in <see cref="Read{T}(Window?, IReadOnlyList{int}?)"/>, but no signed byte.</typeparam>
    /// <param name="destination">[H,W,C]; of exactly this length.</param>
    /// <exception cref="UnsupportedProductException">The file is cut off or damaged.</exception>
    internal void ReadPixels<T>(Span<T> destination)
        where T : unmanaged
    {
        var window = new Window(0, 0, Profile.Width, Profile.Height);
        using GdalScope scope = GdalScope.Enter();
        if (!GdalSamples.ReadPixels(_dataset, window, Profile.BandCount, destination))
        {
            throw new UnsupportedProductException(
                $"'{Path}' cannot be read at {window}: {scope.Reason}. The file seems cut off or damaged; copy or download it again.");
        }
    }

    // Blocks that reach beyond the window are kept: whoever reads the next one needs them again.
    private bool FollowsBlocks(Window window)
    {
        Gdal.GDALGetBlockSize(Gdal.GDALGetRasterBand(_dataset, 1), out int width, out int height);
        return window.Column % width == 0 && window.Row % height == 0
            && (window.Right % width == 0 || window.Right == Profile.Width) && (window.Bottom % height == 0 || window.Bottom == Profile.Height);
    }

    /// <summary>Cuts the file into windows that follow its blocks, so that none is decoded twice; each is large enough to be worth a call.</summary>
    internal IReadOnlyList<Window> Pieces()
    {
        const int leastWidth = 512, leastHeight = 128;
        Gdal.GDALGetBlockSize(Gdal.GDALGetRasterBand(_dataset, 1), out int blockWidth, out int blockHeight);
        int width = Multiple(blockWidth, leastWidth), height = Multiple(blockHeight, leastHeight);
        var pieces = new List<Window>();
        for (int row = 0; row < Profile.Height; row += height)
        {
            for (int column = 0; column < Profile.Width; column += width)
            {
                pieces.Add(new Window(column, row, Math.Min(width, Profile.Width - column), Math.Min(height, Profile.Height - row)));
            }
        }

        return pieces;

        static int Multiple(int block, int least) => (least + block - 1) / block * block;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_dataset.IsClosed)
        {
            using GdalScope scope = GdalScope.Enter();
            _dataset.Dispose();
        }
    }

    private static void CheckFile(string path)
    {
        if (path.StartsWith("/vsi", StringComparison.Ordinal))
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new UnsupportedProductException($"'{path}' is a folder. Name an image file in it.");
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new CloudlessException($"'{path}' does not exist. Check the path.");
        }

        if (file.Length == 0)
        {
            throw new UnsupportedProductException($"'{path}' is empty (0 bytes). Copy or download it again.");
        }
    }

    private void CheckWindow(Window window)
    {
        if (!window.FitsIn(Profile.Width, Profile.Height))
        {
            throw new ArgumentOutOfRangeException(
                nameof(window), $"The window ({window}) leaves '{Path}', which has {Profile.Width} columns and {Profile.Height} rows.");
        }
    }

    private int OneBased(int band) => band >= 0 && band < Profile.BandCount
        ? band + 1
        : throw new ArgumentOutOfRangeException(
            nameof(band), $"Band {band} (counted from 0) is not in '{Path}', which has {Profile.BandCount} bands.");
}
