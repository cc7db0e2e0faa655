using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>A scene whose bands lie in files of their own: a product, or a folder of bands.</summary>
internal sealed class BandFilesSource : OpticalSource
{
    private readonly IReadOnlyList<BandFile> _files;
    private readonly BandResampling _resampling;
    private readonly CellCache _cells;

    private BandFilesSource(
        string name, RasterProfile profile, Radiometry radiometry, IReadOnlyList<string> notes, IReadOnlyList<string> onDisk, IReadOnlyList<BandFile> files, BandResampling resampling)
        : base(name, profile, radiometry, notes)
    {
        (_files, _resampling, Files) = (files, resampling, onDisk);
        int[] all = [.. Enumerable.Range(0, files.Count)];
        Pieces = [.. files.First(f => f.Factor == 1).Cells.Select(cell => new OpticalPiece(all, cell))];
        _cells = new CellCache(files, Pieces[0].Window.Height);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<OpticalPiece> Pieces { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<IReadOnlyList<int>> Apart => [.. Enumerable.Range(0, _files.Count).Select(b => (int[])[b])];

    /// <summary>Looks at metadata and headers.</summary>
    public static BandFilesSource Open(ProductLayout layout, OpticalSourceOptions options)
    {
        if (options.Bands is not null)
        {
            throw new UnsupportedProductException($"'{layout.Files.Name}' holds a file for each band, told by its name; --bands is for one file of many bands. Leave it away.");
        }

        ProductMetadata? metadata = layout.Metadata is { } name ? ProductMetadata.Read(layout.Files, name) : null;
        TileMetadata? tile = layout.TileMetadata is { } tileName ? TileMetadata.Read(layout.Files, tileName) : null;
        IReadOnlyList<BandFile> files = BandFileSet.Open(layout, metadata?.Level);
        ProductChecks.RequireOneProduct(layout, metadata, tile, files[0].Profile.Crs);
        ProductChecks.RequireRadiometry(layout, metadata, options.Radiometry);
        RasterProfile profile = Together(layout, files, metadata, tile);
        IReadOnlyList<Sentinel2Band> bands = [.. files.Select(f => f.Band)];
        (Radiometry radiometry, string note) = metadata is not null
            ? ProductRadiometry.Decide(metadata, bands, options.Radiometry, layout.Files.Name)
            : Decide(files, profile, options.Radiometry);
        if (metadata is not null)
        {
            profile = Declare(profile, radiometry);
        }

        IEnumerable<string> used = ((string?[])[layout.Metadata, layout.TileMetadata]).OfType<string>().Concat(files.Select(f => f.Name));
        return new BandFilesSource(
            layout.Files.Name, profile, radiometry, Tell(note, files, metadata, options), layout.Files.OnDisk(used), files, options.Resampling);
    }

    /// <inheritdoc/>
    public override OpticalReader OpenReader() => new BandFilesReader(_files, Profile, _cells, _resampling);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _cells.Clear();

    private static RasterProfile Together(ProductLayout layout, IReadOnlyList<BandFile> files, ProductMetadata? metadata, TileMetadata? tile)
    {
        RasterProfile finest = files.First(f => f.Factor == 1).Profile;
        bool whole = finest.SampleType is not (SampleType.Float32 or SampleType.Float64);
        var tags = new Dictionary<string, string>();
        foreach ((string key, string value) in (metadata?.Tags ?? new Dictionary<string, string>()).Concat(tile?.Tags ?? new Dictionary<string, string>()))
        {
            tags[key] = value;
        }

        if ((ProductNames.TileOf(files[0].Name) ?? ProductNames.TileOf(tile?.GranuleId ?? "")) is { } square)
        {
            tags["TILE_ID"] = square;
        }

        return new RasterProfile
        {
            Width = finest.Width,
            Height = finest.Height,
            BandCount = files.Count,
            SampleType = finest.SampleType,
            Crs = finest.Crs,
            Transform = finest.Transform,
            NoData = metadata?.NoData ?? files.Select(f => f.Profile.NoData).FirstOrDefault(n => n is not null) ?? (whole ? 0 : null),
            BandNames = [.. files.Select(f => f.Band.Id)],
            BandScales = Declared(files, f => f.Profile.BandScales, 1),
            BandOffsets = Declared(files, f => f.Profile.BandOffsets, 0),
            Tags = tags,
        };
    }

    private static double[] Declared(IReadOnlyList<BandFile> files, Func<BandFile, IReadOnlyList<double>> values, double standard) =>
        files.Any(f => f.Profile.BandScales.Count > 0) ? [.. files.Select(f => values(f) is [var value] ? value : standard)] : [];

    // So that whoever reads a copy of the scene knows what its numbers are.
    private static RasterProfile Declare(RasterProfile profile, Radiometry radiometry)
    {
        IEnumerable<BandRadiometry> bands = radiometry.Bands.Count > 0
            ? radiometry.Bands
            : Enumerable.Repeat(new BandRadiometry(radiometry.Scale, radiometry.Offset), profile.BandCount);
        return profile with { BandScales = [.. bands.Select(b => b.Scale / 10000)], BandOffsets = [.. bands.Select(b => b.Offset / 10000)] };
    }

    private static (Radiometry, string) Decide(IReadOnlyList<BandFile> files, RasterProfile profile, RadiometryChoice choice)
    {
        using RasterReader red = RasterReader.OpenBand(files[Sentinel2Band.B04.Index].Path);
        return FileRadiometry.Decide(red, profile, choice);
    }

    private static List<string> Tell(string radiometry, IReadOnlyList<BandFile> files, ProductMetadata? metadata, OpticalSourceOptions options)
    {
        List<string> notes = [radiometry];
        if (files.Any(f => f.Factor > 1))
        {
            string coarse = string.Join(" ", files.Where(f => f.Factor > 1).Select(f => f.Band.Id));
            notes.Add($"Resampling: {coarse} brought to the grid of {files.First(f => f.Factor == 1).Band.Id}, {options.Resampling.ToString().ToLowerInvariant()}.");
        }

        if (files.Count < Sentinel2Band.Count)
        {
            notes.Add($"There is no B10{(metadata?.Level == "L2A" ? ": the product is Level-2A, and the models were trained on Level-1C. Results are experimental" : "")}.");
        }

        return notes;
    }
}
