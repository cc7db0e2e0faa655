using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal.Streaming;

/// <summary>SAR of a job as the network takes it.</summary>
/// <param name="decibel">[2,H,W], dB, NaN where there are no data; null where there is no SAR at all and the network knows its fill.</param>
/// <param name="fill">VV and VH in dB for samples without data.</param>
internal sealed class SceneSar(SampleStore<float>? decibel, IReadOnlyList<float> fill)
{
    /// <summary>What was measured; null where there is only the fill.</summary>
    public SampleStore<float>? Measured => decibel;

    /// <summary>The fill, dB, VV and VH.</summary>
    public IReadOnlyList<float> Gaps => fill;

    /// <summary>Reads a window; gaps are filled.</summary>
    /// <param name="window">Where.</param>
    /// <param name="destination">[2,h,w] from <paramref name="first"/> on, overwritten: dB, finite.</param>
    /// <param name="first">First sample.</param>
    /// <param name="threads">Threads.</param>
    public void Read(Window window, float[] destination, int first, int threads)
    {
        int plane = window.Height * window.Width;
        Workers.ForEach(SarOpticalStack.SarBands, threads, c =>
        {
            Span<float> band = destination.AsSpan(first + (c * plane), plane);
            if (decibel is null)
            {
                band.Fill(fill[c]);
            }
            else
            {
                decibel.Read(c, window, band);
                SarOpticalStack.Replace(band, fill[c]);
            }
        });
    }

    /// <summary>What a prior fill takes of a window.</summary>
    /// <param name="window">Where.</param>
    /// <param name="side">Side of the square that is averaged; the values are the scene's where it lies in the window or beyond the scene's edge.</param>
    /// <param name="threads">Threads.</param>
    /// <returns>[2,h,w], dB; to be given back to <see cref="LargeArrays"/>.</returns>
    public Raster<float> Terms(Window window, int side, int threads)
    {
        var echoes = new Raster<float>(
            SarOpticalStack.SarBands, window.Height, window.Width, LargeArrays.Take<float>(SarOpticalStack.SarBands * window.Height * window.Width));
        Read(window, echoes.Data, 0, threads);
        Raster<float> terms = SarTerms.Compute(echoes, side, threads);
        LargeArrays.Give(echoes.Data);
        return terms;
    }
}
