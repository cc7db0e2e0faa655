using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The second half of the removal mask: from distances to clouds to weights.</summary>
internal static class RemovalWeights
{
    /// <summary>Fills the weights.</summary>
    /// <param name="bands">DN.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="options">Thresholds and reaches.</param>
    /// <param name="statistics">Of the cloud-free pixels of the scene.</param>
    /// <param name="score">[H,W], cloud score.</param>
    /// <param name="cloud">[H,W], 1 cloud.</param>
    /// <param name="distance">[H,W], squared distance to the nearest thick cloud; overwritten.</param>
    /// <param name="weight">[H,W], overwritten: 0..1.</param>
    public static void Fill(
        OpticalPlanes bands, int height, int width, RemovalMaskOptions options, ShadowStatistics statistics,
        ReadOnlySpan<float> score, ReadOnlySpan<byte> cloud, Span<int> distance, Span<float> weight)
    {
        int length = bands.Length;
        byte[] bytes = ArrayPool<byte>.Shared.Rent(length);
        int[] integers = ArrayPool<int>.Shared.Rent(length + SquaredDistance.WorkLength(width));
        try
        {
            Span<byte> mask = bytes.AsSpan(0, length);
            Span<int> column = integers.AsSpan(0, length), work = integers.AsSpan(length, SquaredDistance.WorkLength(width));
            ShadowTest.Compute(bands, height, width, statistics, skipNoData: true, mask);
            Mark(bands, options, score, cloud, distance, mask);
            SquaredDistance.Compute(mask, height, width, options.Dilation, work, column, distance);
            for (int i = 0; i < length; i++)
            {
                // From here on the outside is marked.
                mask[i] = distance[i] <= options.Dilation * options.Dilation ? (byte)0 : (byte)1;
            }

            SquaredDistance.Compute(mask, height, width, options.Feather, work, column, distance);
            float step = 1f / Math.Max(1, options.Feather);
            for (int i = 0; i < length; i++)
            {
                weight[i] = bands.IsNoData(i) ? 0 : MathF.Min(1, MathF.Sqrt(distance[i]) * step);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<int>.Shared.Return(integers);
        }
    }

    // On entry the mask holds the shadow test.
    private static void Mark(
        OpticalPlanes bands, RemovalMaskOptions options, ReadOnlySpan<float> score, ReadOnlySpan<byte> cloud, ReadOnlySpan<int> distance, Span<byte> mask)
    {
        ReadOnlySpan<float> green = bands[Sentinel2Band.B03], nir = bands[Sentinel2Band.B08], swir = bands[Sentinel2Band.B11];
        int hazeReach = options.HazeReach * options.HazeReach, shadowReach = options.ShadowReach * options.ShadowReach;
        for (int i = 0; i < mask.Length; i++)
        {
            bool haze = score[i] >= options.HazeThreshold && distance[i] <= hazeReach;
            // Water is darker in the infrared than in green; shaded land keeps some of its red edge.
            bool water = nir[i] < green[i] && swir[i] < green[i];
            bool shadow = mask[i] != 0 && !water && distance[i] <= shadowReach && options.ShadowReach > 0;
            mask[i] = cloud[i] != 0 || haze || shadow ? (byte)1 : (byte)0;
        }
    }
}
