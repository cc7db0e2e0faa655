using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.MLNet;

/// <summary>How <c>mlContext.Data.SaveAsRasters</c> writes files.</summary>
public sealed record RasterSaveOptions
{
    /// <summary>Column that names the files; <see cref="CloudlessColumns.Id"/> by default.</summary>
    public string IdColumnName { get; init; } = CloudlessColumns.Id;

    /// <summary>Column with the path of the raster whose georeference a row's image gets; <see cref="CloudlessColumns.OpticalPath"/> by default.</summary>
    public string PathColumnName { get; init; } = CloudlessColumns.OpticalPath;

    /// <summary>What follows the id in a file's name; null (default) for an underscore and the column's name in lower case, e.g. <c>_cloudfree.tif</c>.</summary>
    public string? Suffix { get; init; }

    /// <summary>How the optical images were read; 13-band images are stored the same way.</summary>
    public Radiometry Radiometry { get; init; } = Radiometry.Dn;

    /// <summary>Sample type of all other images (masks, scores, stacks); 13-band images get that of the raster they were made of.</summary>
    public SampleType SampleType { get; init; } = SampleType.Float32;

    /// <summary>Layout of the files, and whether those that are there are replaced.</summary>
    public RasterWriteOptions Layout { get; init; } = new();

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A name is none.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(IdColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(PathColumnName);
        ArgumentNullException.ThrowIfNull(Radiometry);
        ArgumentNullException.ThrowIfNull(Layout);
        if (Suffix is not null && (Suffix.Length == 0 || Suffix.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0))
        {
            throw new ArgumentException($"'{Suffix}' cannot end a file's name. Give an ending such as _cloudfree.tif.", nameof(Suffix));
        }
    }
}
