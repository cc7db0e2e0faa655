using Cloudless.Imagery;

namespace Cloudless.Training.Datasets;

/// <summary>A training patch held in memory: a cloud-free target, and where known the cloudy input and the SAR image of the same ground.</summary>
/// <remarks>Read-only by convention; samples of one place share rasters, and readers may be many.</remarks>
public sealed record Sample
{
    /// <summary>Name in logs and tables, unique in a training folder.</summary>
    public required string Id { get; init; }

    /// <summary>The folder it came from.</summary>
    public required string Source { get; init; }

    /// <summary>Scene group: samples of one group show the same ground and never stand on both sides of a split.</summary>
    public required string Group { get; init; }

    /// <summary>The evaluation fold, 1 and up; null for samples that are only trained on.</summary>
    public int? Fold { get; init; }

    /// <summary>[13,H,W], DN with the product's offset removed, the cloudy image; null where clouds must be pasted or simulated.</summary>
    public Raster<short>? Input { get; init; }

    /// <summary>[13,H,W], DN with the product's offset removed, the cloud-free image.</summary>
    public required Raster<short> Target { get; init; }

    /// <summary>[2,H,W], VV and VH in dB, without NaN; null where there is none.</summary>
    public Raster<float>? Sar { get; init; }

    /// <summary>Checks that all rasters have one size and the channels they must have.</summary>
    /// <exception cref="RasterMismatchException">They have not.</exception>
    public void Validate()
    {
        Check("cloud-free image", Target.Channels, Target.Height, Target.Width, Sentinel2Band.Count);
        if (Input is not null)
        {
            Check("cloudy image", Input.Channels, Input.Height, Input.Width, Sentinel2Band.Count);
        }

        if (Sar is not null)
        {
            Check("SAR image", Sar.Channels, Sar.Height, Sar.Width, 2);
        }
    }

    private void Check(string what, int channels, int height, int width, int expected)
    {
        if (channels != expected || height != Target.Height || width != Target.Width)
        {
            throw new RasterMismatchException(
                $"Sample {Id} of {Source}: the {what} is [{channels},{height},{width}]; expected [{expected},{Target.Height},{Target.Width}] like its cloud-free image. Remove the sample or align its files.");
        }
    }
}
