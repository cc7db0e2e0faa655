namespace Cloudless.Masks;

/// <summary>What finds the clouds, and how.</summary>
public sealed record DetectorOptions
{
    /// <summary>What finds them; <see cref="DetectorKind.Spectral"/> by default.</summary>
    public DetectorKind Kind { get; init; } = DetectorKind.Spectral;

    /// <summary>For <see cref="DetectorKind.S2Cloudless"/>: the user's copy of the model, LightGBM text.</summary>
    public string? ModelPath { get; init; }

    /// <summary>For <see cref="DetectorKind.S2Cloudless"/>: grid, threshold and disks; null for the defaults.</summary>
    public S2CloudlessOptions? S2Cloudless { get; init; }

    /// <summary>For <see cref="DetectorKind.Raster"/>: the file and its values.</summary>
    public MaskRasterOptions? Raster { get; init; }

    /// <summary>The files that the detector reads, with a word for each; empty for the spectral one.</summary>
    public IEnumerable<(string Role, string Path)> Files() => Kind switch
    {
        DetectorKind.S2Cloudless => [("detector model", ModelPath!)],
        DetectorKind.Raster => [("cloud mask", Raster!.Path)],
        _ => [],
    };

    /// <summary>Refuses an image without a band that the detector judges by: a fill for a missing B10 is no measurement.</summary>
    /// <param name="hasCirrus">Whether the image has a B10.</param>
    /// <exception cref="BandMissingException">The detector is s2cloudless and there is no B10.</exception>
    public void RequireBands(bool hasCirrus)
    {
        if (Kind == DetectorKind.S2Cloudless && !hasCirrus)
        {
            throw new BandMissingException("s2cloudless judges by B10 among others, and the image has none: it is for Level-1C. Use the Level-1C product, or another detector, e.g. the SCL of a Level-2A product.");
        }
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value leaves its range, or what the detector needs is not given.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Kind))
        {
            throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Use Spectral, S2Cloudless or Raster.");
        }

        if (Kind == DetectorKind.S2Cloudless)
        {
            S2Cloudless?.Validate();
            if (string.IsNullOrEmpty(ModelPath))
            {
                throw new ArgumentException("s2cloudless needs its model, a LightGBM text file (pixel_s2_cloud_detector_lightGBM_v0.1.txt of the s2cloudless package). Give its path.", nameof(ModelPath));
            }
        }

        if (Kind == DetectorKind.Raster)
        {
            (Raster ?? throw new ArgumentException("A mask from a file needs the file. Give its path.", nameof(Raster))).Validate();
        }
    }
}
