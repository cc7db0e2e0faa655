using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>Paints tiles of prediction into samples that hold the input already; samples of weight 0 are never touched, so they keep their bits.</summary>
/// <typeparam name="T">Sample type painted.</typeparam>
/// <param name="target">[13,H,W], the input's samples on entry.</param>
/// <param name="opticalDn">[13,H,W], the input in signed DN.</param>
/// <param name="weight">[1,H,W], 0..1.</param>
/// <param name="toSample">Signed DN to a sample.</param>
internal sealed class Composite<T>(T[] target, Raster<float> opticalDn, Raster<float> weight, Func<float, T> toSample)
    where T : unmanaged
{
    /// <summary>Paints a tile's core.</summary>
    public void Put(Tile tile, ReadOnlySpan<float> prediction)
    {
        Window core = tile.Core, input = tile.Input;
        int plane = input.Width * input.Height;
        for (int c = 0; c < opticalDn.Channels; c++)
        {
            for (int y = core.Row; y < core.Bottom; y++)
            {
                int pixel = (y * opticalDn.Width) + core.Column, sample = (c * opticalDn.PlaneLength) + pixel;
                ReadOnlySpan<float> row = prediction.Slice((c * plane) + ((y - input.Row) * input.Width) + core.Column - input.Column, core.Width);
                for (int x = 0; x < row.Length; x++)
                {
                    float w = weight.Data[pixel + x];
                    if (w > 0)
                    {
                        target[sample + x] = toSample((w * row[x]) + ((1 - w) * opticalDn.Data[sample + x]));
                    }
                }
            }
        }
    }
}
