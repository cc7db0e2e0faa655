using Cloudless.Imagery;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Where a SAR image is.</summary>
internal abstract record SarSource
{
    /// <summary>The file; null for an image in memory.</summary>
    public abstract string? Path { get; }

    /// <summary>VV and VH, [2,H,W], dB without NaN; null where a window of a scene has no data at all.</summary>
    public abstract Raster<float>? Load(PatchStore store);
}

/// <summary>An image that somebody made.</summary>
/// <param name="Image">[2,H,W], dB.</param>
internal sealed record SarInMemory(Raster<float> Image) : SarSource
{
    public override string? Path => null;

    public override Raster<float> Load(PatchStore store) => Image;
}

/// <summary>A file on the grid of its optical image.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its name in the folder.</param>
internal sealed record SarFile(string Folder, string Name) : SarSource
{
    public override string Path => System.IO.Path.Combine(Folder, Name);

    public override Raster<float> Load(PatchStore store) =>
        store.Keep((this, "pixels"), () => SarReading.Read(Path, store), image => image.Data.Length * (long)sizeof(float));
}
