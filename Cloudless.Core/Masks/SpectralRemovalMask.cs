using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The spectral <see cref="RemovalMask"/> over a streamed scene. Shadow is judged by the scene's statistics, which the first walk gathers.</summary>
public sealed class SpectralRemovalMask : RemovalMaskSource
{
    private readonly RemovalMaskOptions _options;
    private readonly SceneShadowStatistics _statistics = new();

    /// <summary>Prepares.</summary>
    /// <param name="options">What to repaint; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public SpectralRemovalMask(RemovalMaskOptions? options = null)
    {
        _options = options ?? new RemovalMaskOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public override int Halo => _options.Halo;

    /// <inheritdoc/>
    public override bool NeedsScene => _options.ShadowReach > 0;

    /// <inheritdoc/>
    public override void Gather(ReadOnlySpan<float> opticalDn, Window wide, Window core, int threads = 0)
    {
        if (!NeedsScene)
        {
            return;
        }

        var statistics = new ShadowStatistics();
        Window inside = core with { Column = core.Column - wide.Column, Row = core.Row - wide.Row };
        RemovalMask.Gather(opticalDn, wide.Height, wide.Width, _options, inside, statistics, threads);
        _statistics.Put(core, statistics);
    }

    /// <inheritdoc/>
    public override void Compute(ReadOnlySpan<float> opticalDn, Window wide, Span<float> weight, int threads = 0) =>
        RemovalMask.Compute(opticalDn, wide.Height, wide.Width, _options, _statistics.Total, weight, threads);

    /// <inheritdoc/>
    public override void ComputeWhole(ReadOnlySpan<float> opticalDn, int height, int width, Span<float> weight, int threads = 0) =>
        // The clouds are found once for both walks.
        RemovalMask.Compute(opticalDn, height, width, _options, weight, threads);
}
