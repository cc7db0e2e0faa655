using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>A scene in one image file, its bands in any order.</summary>
internal sealed class SingleFileSource : OpticalSource
{
    private readonly int[] _bands;

    private SingleFileSource(string path, int[] bands, RasterProfile profile, IReadOnlyList<Window> windows, Radiometry radiometry, IReadOnlyList<string> notes)
        : base(path, profile, radiometry, notes)
    {
        _bands = bands;
        int[] all = [.. Enumerable.Range(0, bands.Length)];
        Pieces = [.. windows.Select(w => new OpticalPiece(all, w))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files => [Name];

    /// <inheritdoc/>
    public override IReadOnlyList<OpticalPiece> Pieces { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<IReadOnlyList<int>> Apart => [[.. Enumerable.Range(0, _bands.Length)]];

    /// <summary>Looks at the file's header and, where its numbers are floating-point, at some of them.</summary>
    public static SingleFileSource OpenFile(string path, OpticalSourceOptions options)
    {
        using RasterReader reader = RasterReader.Open(path);
        if (options.Tile is { } tile)
        {
            throw new UnsupportedProductException($"'{path}' is one image; --tile (found: {tile}) chooses among the tiles of a product or of a folder of bands. Leave it away.");
        }

        int[] bands = BandSets.Find(reader.Profile, options.Bands, path);
        RasterProfile profile = Ordered(reader.Profile, bands);
        (Radiometry radiometry, string note) = FileRadiometry.Decide(reader, profile, options.Radiometry);
        return new SingleFileSource(path, bands, profile, reader.Pieces(), radiometry, [note]);
    }

    /// <inheritdoc/>
    public override OpticalReader OpenReader() => new Reader(RasterReader.Open(Name), Profile, _bands);

    // Names that the file gives are kept; with --bands they may be those of other bands.
    private static RasterProfile Ordered(RasterProfile file, int[] bands)
    {
        IReadOnlyList<Sentinel2Band> order = bands.Length == Sentinel2Band.Count ? Sentinel2Band.All : BandSets.WithoutCirrus;
        string?[] names = [.. bands.Select(b => b < file.BandNames.Count ? file.BandNames[b] : null)];
        bool named = names.Zip(order).All(pair => BandSets.Parse(pair.First) == pair.Second);
        return file with
        {
            BandCount = bands.Length,
            BandNames = named ? names : [.. order.Select(b => b.Id)],
            BandScales = Pick(file.BandScales),
            BandOffsets = Pick(file.BandOffsets),
        };

        double[] Pick(IReadOnlyList<double> values) => values.Count == file.BandCount ? [.. bands.Select(b => values[b])] : [];
    }

    private sealed class Reader(RasterReader file, RasterProfile profile, int[] bands) : OpticalReader
    {
        public override void Read<T>(OpticalPiece piece, Span<T> destination)
        {
            Check(piece, destination, profile);
            int[] wanted = [.. piece.Bands.Select(b => bands[b])];
            file.ReadByBlocks(piece.Window, wanted, destination);
        }

        protected override void Dispose(bool disposing) => file.Dispose();
    }
}
