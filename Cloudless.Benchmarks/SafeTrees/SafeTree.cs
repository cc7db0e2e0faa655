using Cloudless.Imagery;

namespace Cloudless.Benchmarks.SafeTrees;

/// <summary>Samples of a band in a window of its own grid.</summary>
/// <param name="band">The band.</param>
/// <param name="resolution">Meters of a pixel.</param>
/// <param name="window">Pixels on the grid of that resolution.</param>
/// <returns>[h,w], DN as stored.</returns>
internal delegate ushort[] BandSamples(Sentinel2Band band, int resolution, Window window);

/// <summary>A Sentinel-2 product as a folder with the names, metadata, georeference and JPEG 2000 bands that real ones have; of any size, written band by band in windows.</summary>
internal sealed record SafeTree
{
    /// <summary>Pixels along a side at 10 m, a multiple of 6; 10980 for a full granule.</summary>
    public int Size { get; init; } = 60;

    /// <summary>L1C or L2A.</summary>
    public string Level { get; init; } = "L1C";

    /// <summary>Processing baseline; those up to 02.03 have the long names.</summary>
    public string Baseline { get; init; } = "05.09";

    /// <summary>DN of reflectance 1; null for metadata that does not tell it.</summary>
    public double? Quantification { get; init; } = 10000;

    /// <summary>Offset told for each of the 13 bands; null for metadata without such a list, as before 04.00.</summary>
    public IReadOnlyList<int>? Offsets { get; init; }

    /// <summary>Tile.</summary>
    public string Tile { get; init; } = "T31TDH";

    /// <summary>UTM zone of the tile, as an EPSG code.</summary>
    public int Epsg { get; init; } = 32631;

    /// <summary>Left edge of the tile, meters.</summary>
    public double Left { get; init; } = 399960;

    /// <summary>Top edge of the tile, meters.</summary>
    public double Top { get; init; } = 4700040;

    /// <summary>Start of the datatake.</summary>
    public string Time { get; init; } = "20150726T105036";

    /// <summary>Samples of every band.</summary>
    public required BandSamples Samples { get; init; }

    /// <summary>Whether names are those of the first products.</summary>
    public bool LongNames => string.CompareOrdinal(Baseline, "02.04") < 0;

    /// <summary>Name of the product's folder.</summary>
    public string ProductName => LongNames
        ? $"S2A_OPER_PRD_MSI{Level}_PDMC_20160101T000000_R051_V{Time}_{Time}.SAFE"
        : $"S2A_MSI{Level}_{Time}_N{Baseline.Replace(".", "", StringComparison.Ordinal)}_R051_{Tile}_20230101T000000.SAFE";

    /// <summary>Name of the granule's folder.</summary>
    public string GranuleName => LongNames ? $"{LongName("MSI")}_N{Baseline}" : $"{Level}_{Tile}_A000634_{Time}";

    /// <summary>Name of the product's metadata.</summary>
    public string MetadataName => LongNames ? $"S2A_OPER_MTD_SAF{Level}_PDMC_20160101T000000_R051_V{Time}_{Time}.xml" : $"MTD_MSI{Level}.xml";

    /// <summary>Name of the granule's metadata.</summary>
    public string TileMetadataName => LongNames ? $"{LongName("MTD")}.xml" : "MTD_TL.xml";

    /// <summary>Writes the product.</summary>
    /// <param name="folder">Folder to make it in.</param>
    /// <returns>Path of the product.</returns>
    public string Write(string folder)
    {
        string product = Path.Combine(folder, ProductName), granule = Path.Combine(product, "GRANULE", GranuleName);
        Directory.CreateDirectory(Path.Combine(granule, "QI_DATA"));
        File.WriteAllText(Path.Combine(product, MetadataName), SafeMetadata.OfProduct(this));
        File.WriteAllText(Path.Combine(product, "manifest.safe"), "<xfdu:XFDU xmlns:xfdu=\"urn:ccsds:schema:xfdu:1\"/>");
        File.WriteAllText(Path.Combine(granule, TileMetadataName), SafeMetadata.OfTile(this));
        foreach ((Sentinel2Band band, int resolution) in Images)
        {
            WriteImage(granule, band, resolution);
        }

        return product;
    }

    /// <summary>Path of a band's file in the product; of Level-2A at its own resolution or a coarser one.</summary>
    public string PathOf(string product, Sentinel2Band band, int? resolution = null)
    {
        int meters = resolution ?? band.NativeResolution;
        string images = Path.Combine(product, "GRANULE", GranuleName, "IMG_DATA");
        string name = LongNames ? $"{LongName("MSI")}_{band.Id}" : $"{Tile}_{Time}_{band.Id}";
        return Level == "L1C" ? Path.Combine(images, name + ".jp2") : Path.Combine(images, $"R{meters}m", $"{name}_{meters}m.jp2");
    }

    // Level-2A has every band at its own resolution and, coarser, at 20 m and 60 m; B08 only at 10 m, B10 nowhere.
    private IEnumerable<(Sentinel2Band Band, int Resolution)> Images =>
        from band in Sentinel2Band.All
        from resolution in Level == "L1C" ? [band.NativeResolution] : new[] { 10, 20, 60 }
        where Level == "L1C" || (band != Sentinel2Band.B10 && resolution >= band.NativeResolution && (band != Sentinel2Band.B08 || resolution == 10))
        select (band, resolution);

    private string LongName(string kind) => $"S2A_OPER_{kind}_{Level}_TL_SGS__20150726T162301_A000634_{Tile}";

    private void WriteImage(string granule, Sentinel2Band band, int resolution)
    {
        int size = Size * 10 / resolution;
        string path = PathOf(Path.GetFullPath(Path.Combine(granule, "..", "..")), band, resolution);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var profile = new RasterProfile
        {
            Width = size,
            Height = size,
            BandCount = 1,
            SampleType = SampleType.UInt16,
            Crs = $"EPSG:{Epsg}",
            Transform = [Left, resolution, 0, Top, 0, -resolution],
        };
        JpegTwoThousandFile.Write(path, profile, resolution switch { 10 => 1024, 20 => 640, _ => 192 }, window => Samples(band, resolution, window));
    }
}
