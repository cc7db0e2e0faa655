using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Cli.Jobs;

/// <summary>What another detector finds, before it is grown for repainting.</summary>
internal sealed class DetectorClassifier(DetectedRemovalMask mask) : SceneClassifier
{
    /// <inheritdoc/>
    public override int Halo => mask.Halo;

    /// <inheritdoc/>
    public override bool NeedsScene => mask.NeedsScene;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => mask.Notes;

    /// <inheritdoc/>
    public override void Gather(Raster<float> dn, Window wide, Window core) => mask.Gather(dn.Data, wide, core);

    /// <inheritdoc/>
    public override void Classify(Raster<float> dn, Window wide, Span<byte> classes, Span<float> scores)
    {
        mask.Classify(dn.Data, wide, classes);
        if (!scores.IsEmpty)
        {
            ((S2CloudlessRemovalMask)mask).Probability(dn.Data, wide, scores);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => mask.Dispose();
}
