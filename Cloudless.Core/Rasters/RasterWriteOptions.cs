namespace Cloudless.Rasters;

/// <summary>File layouts that Cloudless writes.</summary>
public enum RasterFormat
{
    /// <summary>Tiled GeoTIFF.</summary>
    GeoTiff,

    /// <summary>Cloud-optimized GeoTIFF: tiles and overviews in the order that suits reading over a network.</summary>
    Cog,
}

/// <summary>Lossless compression of a GeoTIFF.</summary>
public enum RasterCompression
{
    /// <summary>DEFLATE, readable everywhere.</summary>
    Deflate,

    /// <summary>Zstandard: faster, and not readable by every program.</summary>
    Zstd,

    /// <summary>None.</summary>
    None,
}

/// <summary>How overviews are made of the full image.</summary>
public enum OverviewResampling
{
    /// <summary>One of the pixels: for masks and classes.</summary>
    Nearest,

    /// <summary>Mean of the pixels, nodata left out: for images.</summary>
    Average,
}

/// <summary>Color of one value of an 8-bit raster.</summary>
/// <param name="Value">The sample.</param>
/// <param name="Red">0..255.</param>
/// <param name="Green">0..255.</param>
/// <param name="Blue">0..255.</param>
/// <param name="Alpha">0 (invisible) to 255 (opaque).</param>
public readonly record struct PaletteEntry(byte Value, byte Red, byte Green, byte Blue, byte Alpha = 255);

/// <summary>How <see cref="RasterWriter"/> lays a file out.</summary>
public sealed record RasterWriteOptions
{
    /// <summary>Layout of the file.</summary>
    public RasterFormat Format { get; init; } = RasterFormat.GeoTiff;

    /// <summary>Compression; lossless. Neighbors are differenced first (TIFF predictor 2, or 3 for floating point; none with a color table).</summary>
    public RasterCompression Compression { get; init; } = RasterCompression.Deflate;

    /// <summary>Side of the square tiles in pixels: a multiple of 16, at least 128. Smaller images get smaller tiles.</summary>
    public int TileSize { get; init; } = 512;

    /// <summary>Whether reduced copies of the image are stored with it, each half as large, until one fits in a tile.</summary>
    public bool Overviews { get; init; }

    /// <summary>How overviews are made.</summary>
    public OverviewResampling OverviewResampling { get; init; } = OverviewResampling.Average;

    /// <summary>Whether an existing file is replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Threads that compress; 0 for one per processor.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Colors of a single-band 8-bit raster (masks); null for none.</summary>
    public IReadOnlyList<PaletteEntry>? ColorTable { get; init; }
}
