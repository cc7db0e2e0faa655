using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Reads windows of a scene as signed DN; bands in files of their own are decoded side by side.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SignedDnReader : IDisposable
{
    private readonly OpticalSource _source;
    private readonly int _threads;
    private readonly OpticalReader[] _readers;

    /// <summary>Opens a reader.</summary>
    /// <param name="source">The scene; not disposed.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    public SignedDnReader(OpticalSource source, int threads = 0) =>
        (_source, _threads, _readers) = (source, threads, [.. source.Apart.Select(_ => source.OpenReader())]);

    /// <summary>Reads a window.</summary>
    /// <returns>[13,h,w], or [12,h,w] without B10: signed DN, planar; 0 in every band of a nodata pixel.</returns>
    /// <exception cref="UnsupportedProductException">A file is cut off or damaged in this window.</exception>
    public Raster<float> Read(Window window) => _source.Profile.SampleType switch
    {
        SampleType.UInt8 => Read<byte>(window),
        SampleType.Int8 => Read<sbyte>(window),
        SampleType.UInt16 => Read<ushort>(window),
        SampleType.Int16 => Read<short>(window),
        SampleType.UInt32 => Read<uint>(window),
        SampleType.Int32 => Read<int>(window),
        SampleType.Float32 => Read<float>(window),
        _ => Read<double>(window),
    };

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_readers, r => r.Dispose());

    private Raster<float> Read<T>(Window window)
        where T : unmanaged, INumber<T>
    {
        int channels = _source.Profile.BandCount, plane = window.Height * window.Width;
        T[] stored = LargeArrays.Take<T>(checked(channels * plane));
        Workers.ForEach(_readers.Length, _threads, part =>
        {
            IReadOnlyList<int> bands = _source.Apart[part];
            _readers[part].Read(new OpticalPiece(bands, window), stored.AsSpan(bands[0] * plane, bands.Count * plane));
        });
        var signedDn = new Raster<float>(channels, window.Height, window.Width);
        _source.Radiometry.ToSignedDn<T>(stored, channels, _source.Profile.NoData, signedDn.Data);
        LargeArrays.Give(stored);
        return signedDn;
    }
}
