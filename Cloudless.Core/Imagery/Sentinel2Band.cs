namespace Cloudless.Imagery;

/// <summary>One of the 13 bands of Sentinel-2's MultiSpectral Instrument, as data.</summary>
/// <param name="Id">Name as in the products: B01 .. B08, B8A, B09 .. B12.</param>
/// <param name="Index">Channel in a 13-band image, 0..12, in the order B01 B02 B03 B04 B05 B06 B07 B08 B8A B09 B10 B11 B12.</param>
/// <param name="CenterWavelength">Center wavelength of Sentinel-2A in nanometers.</param>
/// <param name="NativeResolution">Ground sampling distance in meters: 10, 20 or 60.</param>
public sealed record Sentinel2Band(string Id, int Index, double CenterWavelength, int NativeResolution)
{
    /// <summary>Coastal aerosol.</summary>
    public static Sentinel2Band B01 { get; } = new("B01", 0, 442.7, 60);

    /// <summary>Blue.</summary>
    public static Sentinel2Band B02 { get; } = new("B02", 1, 492.4, 10);

    /// <summary>Green.</summary>
    public static Sentinel2Band B03 { get; } = new("B03", 2, 559.8, 10);

    /// <summary>Red.</summary>
    public static Sentinel2Band B04 { get; } = new("B04", 3, 664.6, 10);

    /// <summary>Vegetation red edge 1.</summary>
    public static Sentinel2Band B05 { get; } = new("B05", 4, 704.1, 20);

    /// <summary>Vegetation red edge 2.</summary>
    public static Sentinel2Band B06 { get; } = new("B06", 5, 740.5, 20);

    /// <summary>Vegetation red edge 3.</summary>
    public static Sentinel2Band B07 { get; } = new("B07", 6, 782.8, 20);

    /// <summary>Near infrared.</summary>
    public static Sentinel2Band B08 { get; } = new("B08", 7, 832.8, 10);

    /// <summary>Narrow near infrared.</summary>
    public static Sentinel2Band B8A { get; } = new("B8A", 8, 864.7, 20);

    /// <summary>Water vapor.</summary>
    public static Sentinel2Band B09 { get; } = new("B09", 9, 945.1, 60);

    /// <summary>Cirrus; absent from Level-2A products.</summary>
    public static Sentinel2Band B10 { get; } = new("B10", 10, 1373.5, 60);

    /// <summary>Short-wave infrared 1.</summary>
    public static Sentinel2Band B11 { get; } = new("B11", 11, 1613.7, 20);

    /// <summary>Short-wave infrared 2.</summary>
    public static Sentinel2Band B12 { get; } = new("B12", 12, 2202.4, 20);

    /// <summary>All bands in channel order: <c>All[i].Index == i</c>.</summary>
    public static IReadOnlyList<Sentinel2Band> All { get; } =
        [B01, B02, B03, B04, B05, B06, B07, B08, B8A, B09, B10, B11, B12];

    /// <summary>Number of bands of a complete image: 13.</summary>
    public const int Count = 13;
}
