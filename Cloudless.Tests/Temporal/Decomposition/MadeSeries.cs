using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;

namespace Cloudless.Tests.Temporal.Decomposition;

/// <summary>A ground of low rank over the dates, and clouds on it: what decompositions are to tell apart.</summary>
internal sealed record MadeSeries(ImageSeries Series, IReadOnlyList<Raster<float>> Truth)
{
    /// <summary>Makes it.</summary>
    /// <param name="dates">T.</param>
    /// <param name="rank">Number of grounds mixed.</param>
    /// <param name="share">Share of pixels under cloud on each date, in single pixels.</param>
    /// <param name="told">Whether the masks tell the clouds.</param>
    /// <param name="seed">Of everything.</param>
    /// <param name="side">H and W.</param>
    public static MadeSeries Of(int dates, int rank, double share, bool told, ulong seed = 1, int side = 24)
    {
        var random = new SeededRandom(seed);
        double[][] grounds = [.. Enumerable.Range(0, rank).Select(_ => Enumerable.Range(0, 2 * side * side).Select(_ => random.NextDouble(300, 3000)).ToArray())];
        var truth = new Raster<float>[dates];
        var optical = new Raster<float>[dates];
        var masks = new Raster<byte>[dates];
        for (int t = 0; t < dates; t++)
        {
            double[] mix = [.. Enumerable.Range(0, rank).Select(_ => random.NextDouble(0.2, 1.0))];
            truth[t] = new Raster<float>(2, side, side, [.. Enumerable.Range(0, 2 * side * side).Select(i => (float)Enumerable.Range(0, rank).Sum(k => mix[k] * grounds[k][i]))]);
            bool[] cloud = [.. Enumerable.Range(0, side * side).Select(_ => random.NextDouble() < share)];
            optical[t] = new Raster<float>(2, side, side, [.. truth[t].Data.Select((v, i) => cloud[i % (side * side)] ? (float)random.NextDouble(6000, 9000) : v)]);
            masks[t] = new Raster<byte>(1, side, side, [.. cloud.Select(c => c && told ? PixelClass.Cloud : PixelClass.Clear)]);
        }

        return new MadeSeries(ImageSeries.Of([.. Enumerable.Range(0, dates).Select(SmallSeries.Day)], optical, masks), truth);
    }

    /// <summary>Root of the mean squared error over all dates, as a share of the ground's own size.</summary>
    public double Error(SeriesResult result)
    {
        double squared = 0, size = 0;
        for (int t = 0; t < Truth.Count; t++)
        {
            for (int i = 0; i < Truth[t].Data.Length; i++)
            {
                double d = result.Images[t].Optical.Data[i] - Truth[t].Data[i];
                squared += d * d;
                size += (double)Truth[t].Data[i] * Truth[t].Data[i];
            }
        }

        return Math.Sqrt(squared / size);
    }
}
