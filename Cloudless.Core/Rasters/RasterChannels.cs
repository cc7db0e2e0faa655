namespace Cloudless.Rasters;

/// <summary>Some bands of an open file.</summary>
/// <param name="Reader">The file.</param>
/// <param name="Bands">Its bands, 0-based, in the order wanted.</param>
internal readonly record struct RasterChannels(RasterReader Reader, IReadOnlyList<int> Bands)
{
    /// <summary>All bands of a file, in its order.</summary>
    public static RasterChannels All(RasterReader reader) => new(reader, [.. Enumerable.Range(0, reader.Profile.BandCount)]);
}
