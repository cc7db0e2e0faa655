using System.Text.RegularExpressions;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Fusion;

/// <summary>Recognizes Sentinel-1 products as they leave the ground segment, which hold no backscatter on a map yet, and says what is missing.</summary>
internal static partial class RawSentinel1
{
    private const string Steps =
        "apply the precise orbit file, remove thermal noise and border noise, calibrate to sigma0 or gamma0, correct for terrain with an elevation model, "
        + "and write VV and VH as GeoTIFF in dB or linear power (SNAP's graph tool does these steps; services offer such products as RTC)";

    /// <summary>Refuses a folder or archive by its name or content.</summary>
    /// <exception cref="UnsupportedProductException">It is a Sentinel-1 product of level 0, 1 or 2.</exception>
    public static void RefuseByName(string path)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        bool folder = Directory.Exists(path) && File.Exists(Path.Combine(path, "manifest.safe")) && name.StartsWith("S1", StringComparison.OrdinalIgnoreCase);
        if (folder || ProductName().IsMatch(name) || MeasurementName().IsMatch(name))
        {
            throw new UnsupportedProductException($"'{path}' is a raw Sentinel-1 product. Expected calibrated, terrain-corrected backscatter. Missing steps: {Steps}.");
        }
    }

    /// <summary>Refuses an image that lies in the radar's geometry.</summary>
    /// <exception cref="UnsupportedProductException">It has ground control points in place of a map grid.</exception>
    public static void RefuseByGeometry(RasterReader reader)
    {
        if (reader.Profile.Transform is null && reader.HasControlPoints)
        {
            throw new UnsupportedProductException(
                $"'{reader.Path}' lies in the radar's own geometry: it has ground control points and no map grid"
                + $"{(reader.Profile.SampleType is SampleType.Float32 or SampleType.Float64 ? "" : ", and holds integers, so it is not calibrated either")}. "
                + $"Expected calibrated, terrain-corrected backscatter. Missing steps, as far as they were not done: {Steps}.");
        }
    }

    // The whole name: what was made of a product (BigEarthNet's patches, outputs of SNAP) keeps its beginning.
    [GeneratedRegex(
        @"^S1[A-D]_(IW|EW|WV|SM|S[1-6])_(GRD|SLC|RAW|OCN|ETA)[A-Z_]?_\d[SA_][A-Z]{2}_\d{8}T\d{6}_\d{8}T\d{6}_\d{6}_[0-9A-F]{6}_[0-9A-F]{4}(_COG)?(\.SAFE|\.zip)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ProductName();

    // A file of its folder 'measurement'.
    [GeneratedRegex(@"^s1[a-d]-(iw|ew|wv|s[1-6])\d?-(grd|slc|raw|ocn)-[a-z]{2}-\d{8}t\d{6}-\d{8}t\d{6}-\d{6}-[0-9a-f]{6}-\d{3}(-cog)?\.tiff?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MeasurementName();
}
