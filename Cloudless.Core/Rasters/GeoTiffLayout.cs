using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Turns <see cref="RasterWriteOptions"/> into creation options of GDAL's GTiff and COG drivers.</summary>
internal static class GeoTiffLayout
{
    // After the predictor, what is left of an image is noise: on Sentinel-2 scenes GDAL's own levels (6 for DEFLATE, 9 for ZSTD) take 4 to 7 times the processor time of this one for
    // files that are at most 3 and 7 % smaller.
    private const int Level = 1;

    private const int SmallestTile = 128, TileStep = 16;

    // GDAL's drivers make their list on the first question, and a second thread that asks meanwhile gets half of it.
    private static readonly Lock OptionLists = new();

    /// <summary>Checks profile and options against each other.</summary>
    /// <exception cref="ArgumentException">They contradict each other.</exception>
    public static void Validate(RasterProfile profile, RasterWriteOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(profile.Width, 1, nameof(profile));
        ArgumentOutOfRangeException.ThrowIfLessThan(profile.Height, 1, nameof(profile));
        ArgumentOutOfRangeException.ThrowIfLessThan(profile.BandCount, 1, nameof(profile));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads, nameof(options));
        if (options.TileSize < SmallestTile || options.TileSize % TileStep != 0)
        {
            throw new ArgumentException($"The tile size is {options.TileSize}; it must be a multiple of 16 and at least 128.", nameof(options));
        }

        if (profile.BandNames.Count != 0 && profile.BandNames.Count != profile.BandCount)
        {
            throw new ArgumentException($"{profile.BandNames.Count} band names for {profile.BandCount} bands. Give one for each, or none.", nameof(profile));
        }

        if (profile.Transform is { Count: not 6 } transform)
        {
            throw new ArgumentException($"The transform has {transform.Count} numbers; it must have 6.", nameof(profile));
        }

        if (options.ColorTable is not null && (profile.BandCount != 1 || profile.SampleType != SampleType.UInt8))
        {
            throw new ArgumentException(
                $"A color table needs one UInt8 band; this is {profile.BandCount} of {profile.SampleType}.", nameof(options));
        }

        if (profile.NoData is double noData && !Fits(noData, profile.SampleType))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Nodata {noData} is not a value of {profile.SampleType}. Choose one that is, or none."), nameof(profile));
        }
    }

    /// <summary>Options of the GTiff driver.</summary>
    public static List<string> GeoTiff(RasterProfile profile, RasterWriteOptions options)
    {
        int tile = Tile(profile, options);
        List<string> list =
        [
            "TILED=YES", $"BLOCKXSIZE={tile}", $"BLOCKYSIZE={tile}", "INTERLEAVE=BAND", "BIGTIFF=IF_SAFER",
            $"NUM_THREADS={Threads(options)}",
        ];
        if (options.Compression != RasterCompression.None)
        {
            list.Add($"COMPRESS={Name(options.Compression)}");
            list.Add(FormattableString.Invariant($"{(options.Compression == RasterCompression.Zstd ? "ZSTD_LEVEL" : "ZLEVEL")}={Level}"));
            list.Add($"PREDICTOR={(options.ColorTable is not null ? 1 : IsFloat(profile.SampleType) ? 3 : 2)}");
        }

        if (profile.SampleType == SampleType.Int8 && GdalSamples.MarksInt8)
        {
            list.Add("PIXELTYPE=SIGNEDBYTE");
        }

        // GDAL would take 3 or 4 byte bands for a color picture, the fourth being its transparency.
        if (profile.BandCount == 4)
        {
            list.Add("PHOTOMETRIC=MINISBLACK");
            list.Add("ALPHA=NO");
        }

        return list;
    }

    /// <summary>Options of the COG driver.</summary>
    public static List<string> Cog(RasterProfile profile, RasterWriteOptions options) =>
    [
        $"BLOCKSIZE={Tile(profile, options)}", "BIGTIFF=IF_SAFER", $"NUM_THREADS={Threads(options)}",
        $"COMPRESS={Name(options.Compression)}", .. options.Compression == RasterCompression.None ? (string[])[] : [FormattableString.Invariant($"LEVEL={Level}")],
        $"PREDICTOR={(options.Compression == RasterCompression.None || options.ColorTable is not null ? "NO" : "YES")}",
        $"OVERVIEWS={(options.Overviews ? "AUTO" : "NONE")}", $"OVERVIEW_RESAMPLING={Name(options.OverviewResampling)}",
    ];

    /// <summary>Reductions of the overviews of a plain GeoTIFF: 2, 4, 8 … until one fits in a tile; empty where the image does already.</summary>
    public static int[] OverviewLevels(RasterProfile profile, RasterWriteOptions options)
    {
        var levels = new List<int>();
        int side = Math.Max(profile.Width, profile.Height), tile = Tile(profile, options);
        for (int level = 2; options.Overviews && (side * 2 / level) > tile; level *= 2)
        {
            levels.Add(level);
        }

        return [.. levels];
    }

    /// <summary>Sizes of the overviews, as GDAL makes them for either format: it rounds up in plain files and down in cloud-optimized ones.</summary>
    public static (int Width, int Height)[] OverviewSizes(RasterProfile profile, RasterWriteOptions options)
    {
        if (options.Format == RasterFormat.GeoTiff)
        {
            return [.. OverviewLevels(profile, options).Select(level => ((profile.Width + level - 1) / level, (profile.Height + level - 1) / level))];
        }

        var sizes = new List<(int Width, int Height)>();
        int tile = Tile(profile, options);
        (int width, int height) = (profile.Width, profile.Height);
        while (options.Overviews && Math.Max(width, height) > tile)
        {
            (width, height) = (Math.Max(1, width / 2), Math.Max(1, height / 2));
            sizes.Add((width, height));
        }

        return [.. sizes];
    }

    /// <summary>GDAL's name of a resampling.</summary>
    public static string Name(OverviewResampling resampling) => resampling == OverviewResampling.Nearest ? "NEAREST" : "AVERAGE";

    /// <summary>Checks that the GDAL at hand has the driver and its compression. Call inside a <see cref="GdalScope"/>.</summary>
    /// <exception cref="CloudlessException">It has not.</exception>
    public static nint Driver(string name, RasterCompression compression)
    {
        nint driver = Gdal.GDALGetDriverByName(name);
        if (driver == 0)
        {
            throw new CloudlessException($"GDAL {GdalInfo.Version} ({GdalInfo.LibraryPath}) has no {name} driver. Use a complete GDAL, or another format.");
        }

        string offered;
        lock (OptionLists)
        {
            offered = Marshal.PtrToStringUTF8(Gdal.GDALGetMetadataItem(driver, "DMD_CREATIONOPTIONLIST", null)) ?? "";
        }

        if (compression != RasterCompression.None && !offered.Contains($"<Value>{Name(compression)}</Value>", StringComparison.Ordinal))
        {
            throw new CloudlessException(
                $"GDAL {GdalInfo.Version} ({GdalInfo.LibraryPath}) was built without {Name(compression)}. Choose Deflate, or use another GDAL.");
        }

        return driver;
    }

    /// <summary>Whether a sample of the type can have the value; NaN is one of floating types only.</summary>
    public static bool Fits(double value, SampleType type)
    {
        (double low, double high) = type switch
        {
            SampleType.UInt8 => (byte.MinValue, byte.MaxValue),
            SampleType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            SampleType.UInt16 => (ushort.MinValue, ushort.MaxValue),
            SampleType.Int16 => (short.MinValue, short.MaxValue),
            SampleType.UInt32 => (uint.MinValue, uint.MaxValue),
            SampleType.Int32 => (int.MinValue, int.MaxValue),
            _ => (double.NegativeInfinity, double.PositiveInfinity),
        };
        return IsFloat(type) || (value >= low && value <= high && Math.Floor(value) == value);
    }

    /// <summary>Side of the file's blocks.</summary>
    public static int Tile(RasterProfile profile, RasterWriteOptions options)
    {
        int side = Math.Max(profile.Width, profile.Height);
        return Math.Clamp((side + TileStep - 1) / TileStep * TileStep, SmallestTile, options.TileSize);
    }

    private static string Name(RasterCompression compression) => compression switch
    {
        RasterCompression.Deflate => "DEFLATE",
        RasterCompression.Zstd => "ZSTD",
        _ => "NONE",
    };

    private static string Threads(RasterWriteOptions options) =>
        options.Threads == 0 ? "ALL_CPUS" : options.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsFloat(SampleType type) => type is SampleType.Float32 or SampleType.Float64;
}
