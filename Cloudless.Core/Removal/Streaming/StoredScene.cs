using System.Numerics;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal.Streaming;

/// <summary>The optical samples of a job as stored, and how they become what masks and networks see.</summary>
/// <param name="samples">[13,H,W], or [12,H,W] without B10.</param>
/// <param name="radiometry">How stored numbers become signed DN.</param>
/// <param name="noData">The declared nodata value, or null.</param>
/// <param name="missingCirrus">DN that stands for a B10 that is not there; null where it is.</param>
internal sealed class StoredScene<T>(SampleStore<T> samples, Radiometry radiometry, double? noData, float? missingCirrus)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    // Pixels that a thread converts before it asks for more: what it reads and writes stays in a core's cache.
    private const int Piece = 1 << 14;

    /// <summary>The samples.</summary>
    public SampleStore<T> Samples => samples;

    /// <summary>How stored numbers become signed DN.</summary>
    public Radiometry Radiometry => radiometry;

    /// <summary>The declared nodata value, or null.</summary>
    public double? NoData => noData;

    /// <summary>The network's channel of a stored band.</summary>
    public int ChannelOf(int band) => missingCirrus is null || band < Sentinel2Band.B10.Index ? band : band + 1;

    /// <summary>Reads a window on several threads.</summary>
    /// <param name="window">Where.</param>
    /// <param name="buffer">The caller's; made or enlarged where it is needed.</param>
    /// <param name="dn">[13,h,w] and more, its begin overwritten: signed DN, 0 in every band of a nodata pixel.</param>
    /// <param name="threads">Threads.</param>
    public void ReadDn(Window window, ref T[]? buffer, float[] dn, int threads)
    {
        if (samples is MemorySamples<T> memory && window == samples.Whole)
        {
            ToDn(memory.Data, window, dn, threads);
            return;
        }

        Reserve(ref buffer, samples.Channels * window.Height * window.Width);
        ReadBoth(window, buffer!, dn, threads);
    }

    /// <summary>Reads a window as it is stored and as networks see it.</summary>
    /// <param name="window">Where.</param>
    /// <param name="stored">[C,h,w] and more, its begin overwritten: as stored.</param>
    /// <param name="dn">[13,h,w] and more, its begin overwritten: signed DN, 0 in every band of a nodata pixel.</param>
    /// <param name="threads">Threads.</param>
    public void ReadBoth(Window window, T[] stored, float[] dn, int threads)
    {
        int plane = window.Height * window.Width;
        Workers.ForEach(samples.Channels, threads, c => samples.Read(c, window, stored.AsSpan(c * plane, plane)));
        ToDn(stored, window, dn, threads);
    }

    /// <summary>Stored samples to what masks and networks see.</summary>
    /// <param name="stored">[C,h,w] and more, as stored.</param>
    /// <param name="window">Their size.</param>
    /// <param name="dn">[13,h,w] and more, its begin overwritten.</param>
    /// <param name="threads">Threads.</param>
    public void ToDn(T[] stored, Window window, float[] dn, int threads)
    {
        int bands = samples.Channels, plane = window.Height * window.Width;
        Workers.ForEach((plane + Piece - 1) / Piece, threads, item =>
        {
            int first = item * Piece;
            radiometry.ToSignedDn<T>(stored.AsSpan(0, bands * plane), bands, noData, dn.AsSpan(0, bands * plane), first, Math.Min(Piece, plane - first));
        });
        InsertCirrus(dn.AsSpan(0, Sentinel2Band.Count * plane));
    }

    private static void Reserve(ref T[]? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<T>(length);
        }
    }

    private void InsertCirrus(Span<float> dn)
    {
        if (missingCirrus is { } fill)
        {
            MissingCirrus.Insert(dn, fill);
        }
    }
}
