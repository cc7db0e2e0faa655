using Cloudless.Imagery;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Where a 13-band image is. Two that are equal give the same pixels, so an image that several patches share is read and masked once.</summary>
internal abstract record OpticalSource
{
    /// <summary>The file; null for an image in memory.</summary>
    public abstract string? Path { get; }

    /// <summary>The pixels, [13,H,W], signed DN without NaN; through the store, so that they may be there already.</summary>
    public abstract Raster<short> Load(PatchStore store);
}

/// <summary>An image that somebody made.</summary>
/// <param name="Image">[13,H,W], signed DN.</param>
internal sealed record OpticalInMemory(Raster<short> Image) : OpticalSource
{
    public override string? Path => null;

    public override Raster<short> Load(PatchStore store) => Image;
}

/// <summary>A file, or a window of one.</summary>
/// <param name="Folder">Its folder; shared by the patches in it, which may be a hundred thousand.</param>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Window">The part of it; null for the whole image.</param>
/// <param name="OffsetFrom">
/// Name of the file in the folder whose B10 tells the offset: the cloud-free image of a pair, for high cloud is bright in B10. Null where stored DN
/// carry no offset.
/// </param>
internal sealed record OpticalFile(string Folder, string Name, Window? Window = null, string? OffsetFrom = null) : OpticalSource
{
    public override string Path => System.IO.Path.Combine(Folder, Name);

    public override Raster<short> Load(PatchStore store) => store.Keep(
        (this, "pixels"),
        () => OpticalReading.Read(Path, Window, OffsetFrom is null ? 0 : store.OffsetOf(System.IO.Path.Combine(Folder, OffsetFrom)), store),
        image => image.Data.Length * (long)sizeof(short));
}
