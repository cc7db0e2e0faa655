using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Cli.Jobs;

/// <summary>Classes and scores of a scene that is walked twice, by whatever finds the clouds.</summary>
internal abstract class SceneClassifier : IDisposable
{
    /// <summary>Pixels that a window has to have around its core, in either walk.</summary>
    public abstract int Halo { get; }

    /// <summary>Whether the first walk is needed.</summary>
    public virtual bool NeedsScene => true;

    /// <summary>What was decided, to print.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Makes the one that is asked for.</summary>
    public static SceneClassifier Create(MaskRequest request, RasterProfile grid) => request.Detector.Kind == DetectorKind.Spectral
        ? new SpectralClassifier(request.Options)
        : new DetectorClassifier((DetectedRemovalMask)RemovalMaskSource.Create(request.Detector, new RemovalMaskOptions(), grid));

    /// <summary>The first walk.</summary>
    public abstract void Gather(Raster<float> dn, Window wide, Window core);

    /// <summary>The second walk.</summary>
    /// <param name="dn">[13,H,W] of the window, signed DN.</param>
    /// <param name="wide">The window with its halo.</param>
    /// <param name="classes">[H,W], overwritten.</param>
    /// <param name="scores">[H,W], overwritten; empty where they are not wanted.</param>
    public abstract void Classify(Raster<float> dn, Window wide, Span<byte> classes, Span<float> scores);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
