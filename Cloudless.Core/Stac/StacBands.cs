using Cloudless.Imagery;

namespace Cloudless.Stac;

/// <summary>Bands of files in the words of STAC.</summary>
internal static class StacBands
{
    // Names that the extension eo allows, in the order of Sentinel2Band.All.
    private static readonly string[] CommonNames =
        ["coastal", "blue", "green", "red", "rededge071", "rededge075", "rededge078", "nir", "nir08", "nir09", "cirrus", "swir16", "swir22"];

    /// <summary>The bands of an optical image.</summary>
    /// <param name="image">Its profile, with scale and offset.</param>
    /// <param name="pixelMeters">Side of a pixel in meters, or null.</param>
    public static IReadOnlyList<StacBand> Optical(RasterProfile image, double? pixelMeters)
    {
        IReadOnlyList<Sentinel2Band> bands = image.BandCount == Sentinel2Band.Count ? Sentinel2Band.All : [.. Sentinel2Band.All.Where(b => b != Sentinel2Band.B10)];
        return
        [
            .. bands.Select((band, i) => Of(image, pixelMeters) with
            {
                Name = band.Id,
                Description = "reflectance = stored * scale + offset",
                Scale = image.BandScales[i],
                Offset = image.BandOffsets[i],
                CommonName = CommonNames[band.Index],
                CenterWavelength = Math.Round(band.CenterWavelength / 1000, 5),
            }),
        ];
    }

    /// <summary>The bands of a file that goes with an image.</summary>
    public static IReadOnlyList<StacBand> Companion(RasterProfile file, double? pixelMeters) =>
        [.. Enumerable.Range(0, file.BandCount).Select(b => Of(file, pixelMeters) with { Name = b < file.BandNames.Count ? file.BandNames[b] : null })];

    private static StacBand Of(RasterProfile file, double? pixelMeters) => new()
    {
        DataType = file.SampleType.ToString().ToLowerInvariant(),
        NoData = file.NoData,
        SpatialResolution = pixelMeters,
    };
}
