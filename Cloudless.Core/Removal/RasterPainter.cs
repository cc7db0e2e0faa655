using System.Numerics;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal;

/// <summary>Tiles of an image in memory.</summary>
/// <param name="opticalDn">[13,H,W], signed DN.</param>
/// <param name="sarDecibel">[2,H,W], dB without gaps; null for a network without SAR.</param>
/// <param name="fill">Fills the masked pixels of each input; null to leave them.</param>
/// <param name="composite">Takes the results.</param>
internal sealed class RasterPainter<T>(Raster<float> opticalDn, Raster<float>? sarDecibel, ImageFill? fill, Composite<T> composite) : ITilePainter
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public void Fill(Tile tile, Span<float> input)
    {
        SarOpticalStack.Copy(opticalDn, sarDecibel, tile.Input, input);
        fill?.Paint(tile.Input, input);
    }

    /// <inheritdoc/>
    public void Paint(Tile tile, ReadOnlySpan<float> prediction, TilesAhead ahead) => composite.Put(tile, prediction);
}
