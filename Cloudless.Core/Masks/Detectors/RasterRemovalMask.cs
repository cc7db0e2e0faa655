using System.Collections.Concurrent;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Masks;

/// <summary>
/// Repaints what a mask from a file calls cloud and shadow: SCL, QA60, or 0 and 1, brought onto the image's grid by the nearest pixel; dark land near its clouds on request;
/// growth and feather as for the other masks. Where the file has no data or does not reach, nothing is repainted but what grows in from beside it.
/// </summary>
public sealed unsafe class RasterRemovalMask : DetectedRemovalMask
{
    private readonly string _path;
    private readonly RasterProfile _grid;
    private readonly MaskValueTable _values;
    private readonly ConcurrentBag<MaskReader> _readers = [];

    private RasterRemovalMask(string path, RasterProfile grid, MaskValueTable values, RemovalMaskOptions options, MaskReader reader)
        : base(options, values.DarkShadow)
    {
        (_path, _grid, _values) = (path, grid, values);
        _readers.Add(reader);
        double share = reader.Warp.CoveredShare();
        Notes = share >= 1 ? [values.Note] : [values.Note, FormattableString.Invariant($"'{path}' covers about {100 * share:0} % of the image; the rest is taken as it is.")];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes { get; }

    /// <inheritdoc/>
    private protected override int FindingHalo => 0;

    /// <summary>Opens a mask.</summary>
    /// <param name="mask">The file and what its values mean.</param>
    /// <param name="grid">Profile of the image.</param>
    /// <param name="options">Reach of shadow, growth and feather; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a value is named as cloud and as shadow.</exception>
    /// <exception cref="RasterMismatchException">The mask does not overlap the image, or has another size and no place on Earth to compare.</exception>
    /// <exception cref="UnsupportedProductException">The file is damaged, or has several bands.</exception>
    /// <exception cref="CloudlessException">The file does not exist.</exception>
    public static RasterRemovalMask Open(MaskRasterOptions mask, RasterProfile grid, RemovalMaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(grid);
        mask.Validate();
        options ??= new RemovalMaskOptions();
        options.Validate();
        RasterReader file = RasterReader.Open(mask.Path);
        try
        {
            var values = new MaskValueTable(mask, file.Profile);
            return new RasterRemovalMask(mask.Path, grid, values, options, new MaskReader(file, values.Band, grid));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        while (_readers.TryTake(out MaskReader? reader))
        {
            reader.Dispose();
        }
    }

    /// <inheritdoc/>
    private protected override void Find(OpticalPlanes<float> bands, Window wide, Window core, byte* pixelClass, int threads) => Recall(wide, pixelClass);

    /// <inheritdoc/>
    private protected override void Recall(Window wide, byte* pixelClass)
    {
        // A reader serves one thread at a time.
        MaskReader reader = _readers.TryTake(out MaskReader? free) ? free : MaskReader.Open(_path, _values.Band, _grid);
        try
        {
            Raster<float> values = reader.Warp.ReadNearest(wide);
            _values.Classify(values.Data, wide, new Span<byte>(pixelClass, values.Data.Length));
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private sealed class MaskReader(RasterReader file, int band, RasterProfile grid) : IDisposable
    {
        public GridWarp Warp { get; } = new([new RasterChannels(file, [band])], grid);

        public static MaskReader Open(string path, int band, RasterProfile grid)
        {
            RasterReader file = RasterReader.Open(path);
            try
            {
                return new MaskReader(file, band, grid);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            Warp.Dispose();
            file.Dispose();
        }
    }
}
