using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>The images of a job, checked as far as their headers tell.</summary>
internal static class JobInputs
{
    /// <summary>Opens the optical image.</summary>
    /// <exception cref="BandMissingException">Not 13 bands, or named bands in another order.</exception>
    public static RasterReader OpenOptical(string path)
    {
        RasterReader reader = RasterReader.Open(path);
        try
        {
            RequireBands(reader.Profile, path);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Refuses an image that no raster in memory can hold.</summary>
    /// <exception cref="UnsupportedProductException">It has too many samples.</exception>
    public static void RequireInMemory(RasterProfile profile, string path)
    {
        long samples = (long)profile.BandCount * profile.Width * profile.Height;
        if (samples > Array.MaxLength)
        {
            throw new UnsupportedProductException(FormattableString.Invariant(
                $"'{path}' has {profile.BandCount} bands of {profile.Width} x {profile.Height} pixels, {samples:N0} samples; at most {Array.MaxLength:N0} are processed at once. Cut the image into smaller ones and process them one by one."));
        }
    }

    /// <summary>The largest stored number of the data pixels; -infinity where there is none.</summary>
    /// <param name="signedDn">[C,H,W]; 0 in every band of a nodata pixel.</param>
    /// <param name="radiometry">How it was read.</param>
    public static double LargestStored(ReadOnlySpan<float> signedDn, Radiometry radiometry)
    {
        float largest = float.NegativeInfinity;
        foreach (float v in signedDn)
        {
            // 0 is nodata; with an offset it would stand for a large stored number.
            if (v != 0 && v > largest)
            {
                largest = v;
            }
        }

        return largest - radiometry.Offset;
    }

    /// <summary>Refuses reflectance 0..1 in a floating-point file: read as DN it would look like a black image.</summary>
    /// <param name="largest">By <see cref="LargestStored"/>, of the whole image.</param>
    /// <param name="profile">The file's.</param>
    /// <param name="path">Name of the file.</param>
    /// <exception cref="UnsupportedProductException">No stored number is above 20, which is reflectance 0.002 in DN.</exception>
    public static void RequireDn(double largest, RasterProfile profile, string path)
    {
        if (profile.SampleType is SampleType.Float32 or SampleType.Float64 && largest is > 0 and <= 20)
        {
            throw new UnsupportedProductException(FormattableString.Invariant(
                $"'{path}' holds values up to {largest:0.####}, which looks like reflectance; expected DN = reflectance * 10000. Multiply it by 10000, or say that it is reflectance (--radiometry reflectance)."));
        }
    }

    private static void RequireBands(RasterProfile profile, string path)
    {
        string expected = string.Join(" ", Sentinel2Band.All.Select(b => b.Id));
        if (profile.BandCount != Sentinel2Band.Count)
        {
            throw new BandMissingException(
                $"'{path}' has {Found(profile)}; expected the 13 bands of Sentinel-2 Level-1C in this order: {expected}. "
                + "Level-2A products lack B10; use the Level-1C product and bring all bands to one grid.");
        }

        RequireOrder(profile, path);
    }

    // Names that say nothing are accepted: most files carry none.
    private static void RequireOrder(RasterProfile profile, string path)
    {
        string expected = string.Join(" ", Sentinel2Band.All.Select(b => b.Id));
        string?[] ids = [.. profile.BandNames.Select(Band)];
        if (ids.Length == Sentinel2Band.Count && ids.All(id => id is not null) && string.Join(" ", ids) != expected)
        {
            throw new BandMissingException($"'{path}' names its bands {string.Join(" ", ids)}; expected this order: {expected}. Write them in this order.");
        }
    }

    private static string? Band(string? name) =>
        name is null ? null : Sentinel2Band.All.FirstOrDefault(b => Matches(b, name))?.Id;

    private static bool Matches(Sentinel2Band band, string name) =>
        name.Equals(band.Id, StringComparison.OrdinalIgnoreCase)
        || name.Equals(band.Id.Replace("B0", "B", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

    private static string Found(RasterProfile profile) =>
        $"{profile.BandCount} band{(profile.BandCount == 1 ? "" : "s")}{(profile.BandNames.Count == 0 ? "" : $" ({string.Join(", ", profile.BandNames.Select(n => n ?? "unnamed"))})")}";
}
