using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Decides how the numbers of a single image file become signed DN.</summary>
internal static class FileRadiometry
{
    /// <summary>Tag in files that Cloudless wrote: the name of the radiometry.</summary>
    public const string Tag = "CLOUDLESS_RADIOMETRY";

    // As DN it would be reflectance 0.002: no image is that dark everywhere.
    private const float LargestReflectance = 20;

    /// <summary>Decides.</summary>
    /// <param name="reader">The file; numbers are looked at where they are floating-point.</param>
    /// <param name="profile">The scene's.</param>
    /// <param name="choice">What the user says.</param>
    /// <returns>The radiometry, and a line that tells it and why.</returns>
    /// <exception cref="UnsupportedProductException">The numbers are not what the user says they are, or what is declared cannot be understood.</exception>
    public static (Radiometry Radiometry, string Note) Decide(RasterReader reader, RasterProfile profile, RadiometryChoice choice)
    {
        bool floating = profile.SampleType is SampleType.Float32 or SampleType.Float64;
        switch (choice)
        {
            case RadiometryChoice.Reflectance:
                return floating
                    ? (Radiometry.Reflectance, "Radiometry: reflectance, as asked for.")
                    : (Radiometry.Dn, "Radiometry: reflectance, as asked for; in a file of integers that is reflectance * 10000.");
            case RadiometryChoice.Dn or RadiometryChoice.Harmonized:
                if (floating && Largest(reader) is <= LargestReflectance and > 0 and var largest)
                {
                    throw new UnsupportedProductException(FormattableString.Invariant(
                        $"'{reader.Path}' holds values up to {largest:0.####}, which looks like reflectance; expected DN = reflectance * 10000. Say --radiometry reflectance."));
                }

                return choice == RadiometryChoice.Dn
                    ? (Radiometry.Dn, "Radiometry: dn, as asked for.")
                    : (Radiometry.Harmonized, "Radiometry: harmonized (1000 is taken from every number), as asked for.");
            default:
                return Declared(reader.Path, profile) ?? ByTag(profile) ?? ByNumbers(reader, floating);
        }
    }

    private static (Radiometry, string)? Declared(string path, RasterProfile profile)
    {
        if (profile.BandScales.Count == 0)
        {
            return null;
        }

        // Physical numbers are DN where nothing is scaled, and reflectance where thousands become ones.
        IEnumerable<BandRadiometry> bands = profile.BandScales.Zip(profile.BandOffsets, (scale, offset) => scale switch
        {
            1 => new BandRadiometry(1, offset),
            > 0 and <= 0.01 => new BandRadiometry(Math.Round(scale * 10000, 9), Math.Round(offset * 10000, 6)),
            _ => throw new UnsupportedProductException(FormattableString.Invariant(
                $"'{path}' declares scale {scale} and offset {offset}; expected 0.0001 or so (numbers times scale are reflectance) or 1 (they are DN). Say --radiometry dn, harmonized or reflectance.")),
        });
        Radiometry radiometry = Radiometry.PerBand([.. bands]);
        return (radiometry, $"Radiometry: {radiometry.Name}, by the scale and offset that the file declares.");
    }

    private static (Radiometry, string)? ByTag(RasterProfile profile) =>
        profile.Tags.TryGetValue(Tag, out string? name) && name is "dn" or "harmonized" or "reflectance"
            ? (Radiometry.Parse(name!), $"Radiometry: {name}, by the file's tag {Tag}.")
            : null;

    private static (Radiometry, string) ByNumbers(RasterReader reader, bool floating) =>
        floating && Largest(reader) is <= LargestReflectance and > 0 and var largest
            ? (Radiometry.Reflectance, FormattableString.Invariant($"Radiometry: reflectance: the numbers looked at go up to {largest:0.####}."))
            : (Radiometry.Dn, "Radiometry: dn, assumed: the file says nothing (say --radiometry harmonized where the numbers carry +1000).");

    // Until one is no reflectance; 0 where there is no data.
    private static float Largest(RasterReader reader)
    {
        float largest = 0;
        IReadOnlyList<Window> pieces = reader.Pieces();
        int step = Math.Max(1, pieces.Count / 16), seen = 0;
        for (int first = 0; first < step; first++)
        {
            for (int i = first; i < pieces.Count; i += step)
            {
                foreach (float value in reader.Read<float>(pieces[i]).Data)
                {
                    largest = float.IsFinite(value) && value != reader.Profile.NoData && value > largest ? value : largest;
                }

                // Some pieces tell; more are looked at only where these hold nothing.
                if (largest > LargestReflectance || (largest > 0 && ++seen >= 16))
                {
                    return largest;
                }
            }
        }

        return largest;
    }
}
