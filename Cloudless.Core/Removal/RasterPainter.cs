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
    public void Fill(Tile tile, float[] input, int threads)
    {
        int plane = tile.Input.Height * tile.Input.Width, channels = opticalDn.Channels + (sarDecibel?.Channels ?? 0);
        Workers.ForEach(channels, threads, c => SarOpticalStack.CopyChannel(opticalDn, sarDecibel, tile.Input, c, input.AsSpan(c * plane, plane)));
        fill?.Paint(tile.Input, input, threads);
    }

    /// <inheritdoc/>
    public void Paint(Tile tile, float[] prediction, TilesAhead ahead, int threads) => composite.Put(tile, prediction, threads);
}
