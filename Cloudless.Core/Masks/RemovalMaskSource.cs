using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Decides what is repainted, window by window over a scene that is streamed.</summary>
/// <remarks>
/// A scene is walked twice: <see cref="Gather"/> over windows whose cores tile it, then <see cref="Compute"/>, over the same windows or others. What is found
/// depends neither on the windows' order nor on the number of threads. <see cref="Gather"/> may be called from several threads at once, and so may
/// <see cref="Compute"/>, but not one beside the other. One source serves one scene.
/// </remarks>
public abstract class RemovalMaskSource : IDisposable
{
    /// <summary>Pixels that a window has to have around its core, cut at the scene's edge, in either walk.</summary>
    public abstract int Halo { get; }

    /// <summary>Whether the first walk is needed; where it is not, <see cref="Gather"/> does nothing and need not be called.</summary>
    public abstract bool NeedsScene { get; }

    /// <summary>What was decided, a line each, to print and to record; empty as a rule.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Makes the source that options ask for.</summary>
    /// <param name="detector">What finds the clouds.</param>
    /// <param name="options">What is repainted around them.</param>
    /// <param name="grid">Profile of the scene: its size, its place where a mask is read from a file, and its bands: 12 are those without B10.</param>
    /// <returns>The source, to be disposed by the caller.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="BandMissingException">The detector needs a band that the scene has not.</exception>
    /// <exception cref="CloudlessException">The model or the mask cannot be read, or the mask does not lie on the scene.</exception>
    public static RemovalMaskSource Create(DetectorOptions detector, RemovalMaskOptions options, RasterProfile grid)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(grid);
        detector.Validate();
        options.Validate();
        detector.RequireBands(hasCirrus: grid.BandCount != Sentinel2Band.Count - 1);
        return detector.Kind switch
        {
            DetectorKind.S2Cloudless => new S2CloudlessRemovalMask(
                S2CloudlessModel.Load(detector.ModelPath!), grid.Width, grid.Height, detector.S2Cloudless, options, ownsModel: true),
            DetectorKind.Raster => RasterRemovalMask.Open(detector.Raster!, grid, options),
            _ => new SpectralRemovalMask(options),
        };
    }

    /// <summary>The first walk: takes from a window's core what weights elsewhere depend on.</summary>
    /// <param name="opticalDn">[13,H,W] of <paramref name="wide"/>, planar, band order of <see cref="Sentinel2Band.All"/>; signed DN; all bands 0 is nodata; no NaN.</param>
    /// <param name="wide">The window, in pixels of the scene: the core with <see cref="Halo"/> pixels around it, cut at the scene's edge.</param>
    /// <param name="core">The part that this window answers for, in pixels of the scene; the cores of all windows tile the scene.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit, or the core leaves the window.</exception>
    /// <exception cref="CloudlessException">What the source reads or runs fails.</exception>
    public abstract void Gather(ReadOnlySpan<float> opticalDn, Window wide, Window core, int threads = 0);

    /// <summary>The second walk: the weights of a window.</summary>
    /// <param name="opticalDn">[13,H,W] of <paramref name="wide"/>, as above.</param>
    /// <param name="wide">The window with its halo, in pixels of the scene.</param>
    /// <param name="weight">[H,W], overwritten: 0 keep the input's bits (also nodata), 1 take the prediction; equal to the whole scene's in the core.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit.</exception>
    /// <exception cref="CloudlessException">What the source reads or runs fails.</exception>
    public abstract void Compute(ReadOnlySpan<float> opticalDn, Window wide, Span<float> weight, int threads = 0);

    /// <summary>Both walks over a scene that is in memory.</summary>
    /// <param name="opticalDn">[13,H,W], as above.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="weight">[H,W], overwritten, as above.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ArgumentException">A span's length does not fit.</exception>
    /// <exception cref="CloudlessException">What the source reads or runs fails.</exception>
    public virtual void ComputeWhole(ReadOnlySpan<float> opticalDn, int height, int width, Span<float> weight, int threads = 0)
    {
        var whole = new Window(0, 0, width, height);
        Gather(opticalDn, whole, whole, threads);
        Compute(opticalDn, whole, weight, threads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the source holds open; nothing in most sources.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
