using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Decides how the numbers of a product's bands become signed DN.</summary>
internal static class ProductRadiometry
{
    /// <summary>Decides by the metadata, unless the user says otherwise.</summary>
    /// <param name="metadata">The product's.</param>
    /// <param name="bands">The bands of the scene in order.</param>
    /// <param name="choice">What the user says.</param>
    /// <param name="name">The product, for messages.</param>
    /// <returns>The radiometry, and a line that tells it and why.</returns>
    /// <exception cref="UnsupportedProductException">The metadata does not tell it.</exception>
    public static (Radiometry Radiometry, string Note) Decide(ProductMetadata metadata, IReadOnlyList<Sentinel2Band> bands, RadiometryChoice choice, string name)
    {
        string told = metadata.Quantification is { } q
            ? FormattableString.Invariant($"quantification {q}, {Offsets(metadata, bands)}{(metadata.Baseline is { } b ? $", baseline {b}" : "")}")
            : "no quantification value";
        if (choice != RadiometryChoice.Auto)
        {
            Radiometry asked = choice == RadiometryChoice.Harmonized ? Radiometry.Harmonized : Radiometry.Dn;
            string said = choice == RadiometryChoice.Reflectance ? " (reflectance, which in integers is reflectance * 10000)" : "";
            return (asked, $"Radiometry: {asked.Name}, as asked for{said}; the product's metadata says: {told}.");
        }

        if (metadata.Quantification is not { } quantification)
        {
            throw new UnsupportedProductException($"'{name}': the metadata tells no quantification value; expected one, 10000 as a rule. Say --radiometry dn or harmonized.");
        }

        double scale = 10000 / quantification;
        Radiometry radiometry = Radiometry.PerBand([.. bands.Select(band => new BandRadiometry(scale, metadata.Offsets[band.Index] * scale))]);
        return (radiometry, $"Radiometry: {radiometry.Name}, by the product's metadata ({told}).");
    }

    private static string Offsets(ProductMetadata metadata, IReadOnlyList<Sentinel2Band> bands)
    {
        double[] offsets = [.. bands.Select(b => metadata.Offsets[b.Index]).Distinct()];
        return !metadata.HasOffsets ? "no offset"
            : offsets.Length == 1 ? FormattableString.Invariant($"offset {offsets[0]}")
            : FormattableString.Invariant($"offsets {offsets.Min()} to {offsets.Max()}");
    }
}
