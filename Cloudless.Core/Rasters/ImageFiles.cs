namespace Cloudless.Rasters;

/// <summary>The files of one place: a Sentinel-2 image and, where they are there, its Sentinel-1 image and its cloud-free partner.</summary>
/// <remarks>Immutable, thread-safe; nothing is opened.</remarks>
public sealed record ImageFiles
{
    /// <summary>Name in tables, errors and names of outputs; unique within a list.</summary>
    public required string Id { get; init; }

    /// <summary>Sentinel-2 image, 13 bands of DN on one grid.</summary>
    public required string OpticalPath { get; init; }

    /// <summary>Sentinel-1 image of the same place, 2 bands (VV, VH) in dB or linear power, on any grid; null for none.</summary>
    public string? SarPath { get; init; }

    /// <summary>The same place without clouds, 13 bands on the grid of <see cref="OpticalPath"/>; null for none.</summary>
    public string? TargetPath { get; init; }

    /// <summary>Names the files of an image after its file.</summary>
    /// <param name="opticalPath">Sentinel-2 image; its name without extension becomes the id.</param>
    /// <param name="sarPath">Sentinel-1 image; null for none.</param>
    /// <param name="targetPath">Cloud-free image; null for none.</param>
    public static ImageFiles Of(string opticalPath, string? sarPath = null, string? targetPath = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(opticalPath);
        return new ImageFiles { Id = Path.GetFileNameWithoutExtension(opticalPath), OpticalPath = opticalPath, SarPath = sarPath, TargetPath = targetPath };
    }
}
