namespace Cloudless.Imagery;

/// <summary>Everything about a raster file except its samples: what must be preserved on writing.</summary>
public sealed record RasterProfile
{
    /// <summary>W in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>H in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Number of bands.</summary>
    public required int BandCount { get; init; }

    /// <summary>Sample type of all bands.</summary>
    public required SampleType SampleType { get; init; }

    /// <summary>Coordinate reference system as WKT (codes such as EPSG:32631 are understood too); null where the file has none.</summary>
    public string? Crs { get; init; }

    /// <summary>Six numbers of GDAL's affine transform (x0, dx/dcol, dx/drow, y0, dy/dcol, dy/drow); null where the file has none.</summary>
    public IReadOnlyList<double>? Transform { get; init; }

    /// <summary>The declared nodata value of the samples; null where none is declared.</summary>
    /// <remarks>
    /// Always a value of <see cref="SampleType"/>: one that a file declares and no sample of it can have (-9999 or NaN in unsigned 16 bit) marks
    /// no pixel and reads as null.
    /// </remarks>
    public double? NoData { get; init; }

    /// <summary>Band descriptions in order, null where a band has none; empty when no band has one.</summary>
    public IReadOnlyList<string?> BandNames { get; init; } = [];

    /// <summary>Declared factor of each band (physical = stored * scale + offset); empty when none is declared. Never applied on reading.</summary>
    /// <remarks>Written only where there is one per band, so a profile changed to another band count drops it.</remarks>
    public IReadOnlyList<double> BandScales { get; init; } = [];

    /// <summary>Declared offset of each band, as <see cref="BandScales"/>.</summary>
    public IReadOnlyList<double> BandOffsets { get; init; } = [];

    /// <summary>Dataset tags (GDAL's default metadata domain).</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
