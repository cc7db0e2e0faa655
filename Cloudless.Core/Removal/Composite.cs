using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>Paints tiles of prediction into samples that hold the input already; samples of weight 0 are never touched, so they keep their bits.</summary>
/// <typeparam name="T">Sample type painted.</typeparam>
/// <param name="target">[13,H,W], the input's samples on entry.</param>
/// <param name="opticalDn">[13,H,W], the input in signed DN.</param>
/// <param name="weight">[1,H,W], 0..1.</param>
/// <param name="radiometry">How signed DN become samples.</param>
/// <param name="noData">The declared nodata value of the samples, or null.</param>
/// <param name="deviation">[13,H,W], DN, zeros on entry: takes the deviations, whose squares follow the image in predictions; null where they do not.</param>
internal sealed class Composite<T>(T[] target, Raster<float> opticalDn, Raster<float> weight, Radiometry radiometry, double? noData, Raster<float>? deviation = null)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>Paints a tile's core on several threads.</summary>
    public void Put(Tile tile, float[] prediction, int threads) =>
        Workers.ForRows(tile.Core.Height, threads, (first, end) => Put(tile, prediction, tile.Core.Row + first, tile.Core.Row + end));

    private void Put(Tile tile, ReadOnlySpan<float> prediction, int first, int end)
    {
        Window core = tile.Core, input = tile.Input;
        int plane = input.Width * input.Height;
        float[] blend = new float[core.Width];
        T[] samples = new T[core.Width];
        for (int y = first; y < end; y++)
        {
            int pixel = (y * opticalDn.Width) + core.Column;
            ReadOnlySpan<float> weights = weight.Data.AsSpan(pixel, core.Width);
            if (!weights.ContainsAnyExcept(0f))
            {
                continue;
            }

            for (int c = 0; c < opticalDn.Channels; c++)
            {
                int sample = (c * opticalDn.PlaneLength) + pixel;
                int place = (c * plane) + ((y - input.Row) * input.Width) + core.Column - input.Column;
                ReadOnlySpan<float> row = prediction.Slice(place, core.Width);
                if (deviation is not null)
                {
                    PixelBlend.Deviate(weights, prediction.Slice(place + (opticalDn.Channels * plane), core.Width), deviation.Data.AsSpan(sample, core.Width));
                }

                PixelBlend.Blend(weights, row, opticalDn.Data.AsSpan(sample, core.Width), blend);
                radiometry.ToStored(blend, noData, c, samples);
                PixelBlend.Choose<T>(weights, samples, target.AsSpan(sample, core.Width));
            }
        }
    }
}
