using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Cli.Jobs;

/// <summary>The papers' mask.</summary>
internal sealed class SpectralClassifier(CloudMaskOptions options) : SceneClassifier
{
    private readonly ShadowStatistics _statistics = new();

    /// <inheritdoc/>
    public override int Halo => CloudShadowMask.Halo;

    /// <inheritdoc/>
    public override void Gather(Raster<float> dn, Window wide, Window core)
    {
        Raster<float> part = dn.Crop(core with { Column = core.Column - wide.Column, Row = core.Row - wide.Row });
        _statistics.Add(part.Data, part.Height, part.Width, options.MarkNoData);
    }

    /// <inheritdoc/>
    public override void Classify(Raster<float> dn, Window wide, Span<byte> classes, Span<float> scores) =>
        CloudShadowMask.Compute(dn.Data, dn.Height, dn.Width, options, _statistics, classes, scores);
}
