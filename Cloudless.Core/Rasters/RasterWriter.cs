using Cloudless.Imagery;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Rasters;

/// <summary>Writes a GeoTIFF or COG window by window; the file appears whole on <see cref="Commit"/> or not at all.</summary>
/// <remarks>
/// Not thread-safe. Windows may come in any order; those that follow the tiles (<see cref="RasterWriteOptions.TileSize"/>) or
/// whole rows need the least memory and give the smallest files. Pixels never written hold nodata, or 0 where none is declared.
/// Disposal without commit deletes everything. A COG is first written as a plain GeoTIFF beside it, which takes disk space for both.
/// </remarks>
public sealed class RasterWriter : IDisposable
{
    private readonly RasterProfile _profile;
    private readonly RasterWriteOptions _options;
    private readonly AtomicFile _output;
    private readonly AtomicFile? _stage;
    private readonly int[] _allBands;
    private GdalDataset? _dataset;

    private RasterWriter(string path, RasterProfile profile, RasterWriteOptions options)
    {
        (_profile, _options) = (profile, options);
        _allBands = [.. Enumerable.Range(1, profile.BandCount)];
        _output = AtomicFile.Create(path, options.Overwrite);
        try
        {
            _stage = options.Format == RasterFormat.Cog ? AtomicFile.Create(_output.TemporaryPath, overwrite: true) : null;
        }
        catch
        {
            _output.Dispose();
            throw;
        }
    }

    /// <summary>Where the file will appear; absolute.</summary>
    public string Path => _output.Path;

    /// <summary>Begins a file. Everything that can be refused is refused here, before any work.</summary>
    /// <param name="path">Where the file shall appear; its folder must exist.</param>
    /// <param name="profile">Size, type, place, nodata, band names and tags, all of which are written.</param>
    /// <param name="options">Layout; the defaults where null.</param>
    /// <exception cref="OutputExistsException">The file exists and <see cref="RasterWriteOptions.Overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The file cannot be made there, or GDAL lacks the format or compression.</exception>
    /// <exception cref="ArgumentException">Profile and options contradict themselves or each other.</exception>
    public static RasterWriter Create(string path, RasterProfile profile, RasterWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        options ??= new RasterWriteOptions();
        GeoTiffLayout.Validate(profile, options);
        var writer = new RasterWriter(path, profile, options);
        try
        {
            writer.Begin();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Writes all bands of a window.</summary>
    /// <typeparam name="T">byte, sbyte, ushort, short, uint, int, float or double; GDAL converts to the file's type: rounds to nearest and clamps to its range.</typeparam>
    /// <param name="window">Where.</param>
    /// <param name="planar">[C,h,w], planar, all bands of the file; of exactly this length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the image.</exception>
    /// <exception cref="ArgumentException"><paramref name="planar"/> has another length.</exception>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public unsafe void Write<T>(Window window, ReadOnlySpan<T> planar)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_dataset is null, this);
        if (!window.FitsIn(_profile.Width, _profile.Height))
        {
            throw new ArgumentOutOfRangeException(
                nameof(window), $"The window ({window}) leaves '{Path}', which has {_profile.Width} columns and {_profile.Height} rows.");
        }

        long length = (long)_profile.BandCount * window.Height * window.Width;
        if (planar.Length != length)
        {
            throw new ArgumentException(
                $"{planar.Length} samples for [{_profile.BandCount},{window.Height},{window.Width}], which needs {length}.", nameof(planar));
        }

        using GdalScope scope = GdalScope.Enter();
        fixed (T* samples = planar)
        {
            // GDAL takes one pointer type for both directions; on writing it only reads from it.
            bool done = GdalSamples.Transfer(
                _dataset, Gdal.Write, ProfileIO.HoldsMarkedInt8(_dataset), window, _allBands, new Span<T>(samples, planar.Length));
            if (!done || scope.Failed)
            {
                throw AtomicFile.WriteFailed(Path, $"{window}: {scope.Reason}.");
            }
        }
    }

    /// <summary>Writes a raster with all bands of the file at a place in it.</summary>
    /// <inheritdoc cref="Write{T}(Window, ReadOnlySpan{T})"/>
    /// <param name="raster">[C,h,w], planar.</param>
    /// <param name="column">Column of its left edge.</param>
    /// <param name="row">Row of its top edge.</param>
    public void Write<T>(Raster<T> raster, int column = 0, int row = 0)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(raster);
        if (raster.Channels != _profile.BandCount)
        {
            throw new ArgumentException($"The raster has {raster.Channels} channels; '{Path}' has {_profile.BandCount} bands.", nameof(raster));
        }

        Write<T>(new Window(column, row, raster.Width, raster.Height), raster.Data);
    }

    /// <summary>Writes rows of an image as large as the file into their place, band after band, and hands their blocks to the compression at once.</summary>
    /// <param name="image">[C,H,W], as large as the file; other rows of it may be changed meanwhile.</param>
    /// <param name="row">First row; a multiple of <see cref="BlockRows"/>, so that no block is written twice.</param>
    /// <param name="count">Number of rows: a multiple of <see cref="BlockRows"/>, or up to the last row.</param>
    /// <param name="buffer">The caller's, for rows that have to be read.</param>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    internal unsafe void WriteRows<T>(SampleStore<T> image, int row, int count, ref T[]? buffer)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_dataset is null, this);
        using GdalScope scope = GdalScope.Enter();
        bool done = true, marked = ProfileIO.HoldsMarkedInt8(_dataset);
        // A row of blocks at a time: what GDAL holds before it compresses stays small.
        for (int first = row; first < row + count; first += BlockRows)
        {
            var rows = new Window(0, first, _profile.Width, Math.Min(BlockRows, row + count - first));
            foreach (int band in _allBands)
            {
                ReadOnlySpan<T> samples = image.Rows(band - 1, rows.Row, rows.Height, ref buffer);
                fixed (T* start = samples)
                {
                    done &= GdalSamples.Transfer(_dataset, Gdal.Write, marked, rows, [band], new Span<T>(start, samples.Length));
                }

                done &= Gdal.GDALFlushRasterCache(Gdal.GDALGetRasterBand(_dataset, band)) == Gdal.Success;
            }

            if (!done || scope.Failed)
            {
                throw AtomicFile.WriteFailed(Path, $"{rows}: {scope.Reason}.");
            }
        }
    }

    /// <summary>Rows of one block of the file.</summary>
    internal int BlockRows => GeoTiffLayout.Tile(_profile, _options);

    /// <summary>Finishes the file (overviews, COG order), flushes it to the disk and puts it in its place.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full; nothing is left behind after disposal.</exception>
    public void Commit()
    {
        Finish(AddOverviews);
        _output.Commit();
    }

    /// <summary>Finishes the file as <see cref="Commit"/> does and puts it in its place, but leaves it to the caller to make it durable.</summary>
    /// <param name="overviews">What <see cref="OverviewReducer"/> made of the image that the file holds: it is not read again.</param>
    /// <exception cref="CloudlessException">As <see cref="Commit"/>.</exception>
    internal void Stage<T>(IReadOnlyList<SampleStore<T>> overviews)
        where T : unmanaged
    {
        Finish((dataset, levels) => OverviewWriter.Add(dataset, overviews, _profile, levels));
        _output.Place();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_dataset is not null)
        {
            // What GDAL flushes here is deleted next, so its errors do not matter.
            using GdalScope scope = GdalScope.Enter();
            _dataset.Dispose();
            _dataset = null;
        }

        _stage?.Dispose();
        _output.Dispose();
    }

    private void Begin()
    {
        using GdalScope scope = GdalScope.Enter();
        if (_options.Format == RasterFormat.Cog)
        {
            GeoTiffLayout.Driver("COG", _options.Compression);
        }

        nint driver = GeoTiffLayout.Driver("GTiff", _options.Compression);
        string path = (_stage ?? _output).TemporaryPath;
        using var options = new GdalStringList(GeoTiffLayout.GeoTiff(_profile, _options));
        var dataset = new GdalDataset(Gdal.GDALCreate(
            driver, path, _profile.Width, _profile.Height, _profile.BandCount, GdalSamples.TypeOf(_profile.SampleType), options.Pointer));
        if (dataset.IsInvalid)
        {
            throw AtomicFile.WriteFailed(Path, $"{scope.Reason}.");
        }

        _dataset = dataset;
        ColorTables.Set(dataset, _options.ColorTable);
        if (!ProfileIO.Apply(_profile, dataset))
        {
            throw new CloudlessException($"'{Path}' cannot hold this profile: {scope.Reason}.");
        }
    }

    private void Finish(Func<GdalDataset, int[], bool> addOverviews)
    {
        ObjectDisposedException.ThrowIf(_dataset is null, this);
        using (GdalScope scope = GdalScope.Enter())
        {
            bool done = true;
            foreach (int band in _allBands)
            {
                done &= Gdal.GDALFlushRasterCache(Gdal.GDALGetRasterBand(_dataset, band)) == Gdal.Success;
            }

            Gdal.GDALFlushCache(_dataset);
            int[] levels = _stage is null ? GeoTiffLayout.OverviewLevels(_profile, _options) : [];
            done &= levels.Length == 0 || (done && addOverviews(_dataset, levels));
            _dataset.Dispose();
            _dataset = null;
            if (!done || scope.Failed)
            {
                throw AtomicFile.WriteFailed(Path, $"{scope.Reason}.");
            }
        }

        if (_stage is not null)
        {
            CogCopy.Write(_stage.TemporaryPath, _output.TemporaryPath, Path, _profile, _options);
        }
    }

    private unsafe bool AddOverviews(GdalDataset dataset, int[] levels)
    {
        fixed (int* list = levels)
        {
            return Gdal.GDALBuildOverviews(
                dataset, GeoTiffLayout.Name(_options.OverviewResampling), levels.Length, list, 0, null, 0, 0) == Gdal.Success;
        }
    }
}
