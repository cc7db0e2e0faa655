using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The first half of the removal mask: where the clouds are, and how far every pixel is from a thick one.</summary>
internal static class RemovalSeeds
{
    /// <summary>Finds clouds.</summary>
    /// <param name="optical">[13,H,W], DN.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="options">Thresholds, areas and reaches.</param>
    /// <param name="score">[H,W], overwritten: cloud score, evened out at the image's edge.</param>
    /// <param name="cloud">[H,W], overwritten: 1 cloud or cirrus, else 0.</param>
    /// <param name="distance">[H,W], overwritten: squared distance to the nearest pixel of thick cloud, exact within the reaches of the options.</param>
    public static void Find(
        ReadOnlySpan<float> optical, int height, int width, RemovalMaskOptions options, Span<float> score, Span<byte> cloud, Span<int> distance)
    {
        var bands = new OpticalPlanes(optical, height, width);
        int length = bands.Length;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        int[] integers = ArrayPool<int>.Shared.Rent(length + SquaredDistance.WorkLength(width));
        float[] cirrus = ArrayPool<float>.Shared.Rent(length);
        double[] row = ArrayPool<double>.Shared.Rent(BoxMean.WorkLength(width));
        try
        {
            CloudScore.Compute(optical, height, width, new CloudMaskOptions { MarkNoData = true }, score);
            BoxMean.Apply(bands[Sentinel2Band.B10], height, width, row.AsSpan(0, BoxMean.WorkLength(width)), cirrus.AsSpan(0, length));
            Span<byte> thick = bytes.AsSpan(0, length);
            for (int i = 0; i < length; i++)
            {
                // The box finds zeros beyond the edge; dividing by its share inside undoes that.
                float inside = Share(i / width, height) * Share(i % width, width);
                score[i] /= inside;
                cloud[i] = score[i] >= options.CloudThreshold || cirrus[i] / inside >= options.CirrusThreshold ? (byte)1 : (byte)0;
                thick[i] = score[i] >= options.ThickThreshold ? (byte)1 : (byte)0;
            }

            Span<int> work = integers.AsSpan(0, length);
            SmallRegions.Remove(cloud, score, width, options.MinimumArea, (float)options.ThickThreshold, work, distance);
            int reach = Math.Max(RemovalMask.StatisticsGap, Math.Max(options.HazeReach, options.ShadowReach));
            SquaredDistance.Compute(thick, height, width, reach, integers.AsSpan(length, SquaredDistance.WorkLength(width)), work, distance);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<int>.Shared.Return(integers);
            ArrayPool<float>.Shared.Return(cirrus);
            ArrayPool<double>.Shared.Return(row);
        }
    }

    // Share of the seven rows (or columns) around a position that lie inside the image.
    private static float Share(int position, int length)
    {
        int first = Math.Max(0, position - BoxMean.Halo), last = Math.Min(length - 1, position + BoxMean.Halo);
        return (last - first + 1) / (float)((2 * BoxMean.Halo) + 1);
    }
}
