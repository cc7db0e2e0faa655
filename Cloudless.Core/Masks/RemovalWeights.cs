using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The second half of the removal mask: from distances to clouds to weights.</summary>
internal static unsafe class RemovalWeights
{
    /// <summary>Fills the weights.</summary>
    /// <param name="bands">DN.</param>
    /// <param name="options">Thresholds and reaches.</param>
    /// <param name="statistics">Of the cloud-free pixels of the scene.</param>
    /// <param name="score">[H,W], cloud score.</param>
    /// <param name="cloud">[H,W], 1 cloud.</param>
    /// <param name="distance">[H,W], squared distance to the nearest thick cloud.</param>
    /// <param name="weight">[H,W], overwritten: 0..1.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Fill(
        OpticalPlanes<float> bands, RemovalMaskOptions options, ShadowStatistics statistics, float* score, byte* cloud, int* distance, float* weight,
        int threads)
    {
        byte[] bytes = WorkArrays.Rent<byte>(bands.Length);
        try
        {
            fixed (byte* mask = bytes)
            {
                Mark(bands, options, statistics, score, cloud, distance, mask, threads);
                Grow(bands, options, mask, weight, threads);
            }
        }
        finally
        {
            WorkArrays.Return(bytes);
        }
    }

    /// <summary>Marks what is to be grown: clouds, haze beside thick ones, shadow near them.</summary>
    /// <param name="bands">DN.</param>
    /// <param name="options">Thresholds and reaches.</param>
    /// <param name="statistics">Of the cloud-free pixels of the scene.</param>
    /// <param name="score">[H,W], cloud score.</param>
    /// <param name="cloud">[H,W], 1 cloud.</param>
    /// <param name="distance">[H,W], squared distance to the nearest thick cloud.</param>
    /// <param name="mask">[H,W], overwritten: 1 marked, else 0.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Mark(
        OpticalPlanes<float> bands, RemovalMaskOptions options, ShadowStatistics statistics, float* score, byte* cloud, int* distance, byte* mask, int threads)
    {
        var dark = new DarkTest(statistics.CsiThreshold, statistics.BlueThreshold);
        var tiling = new Tiling(bands.Height, bands.Width);
        TileJobs.Run(new RemovalMarkJob(bands, tiling, options, dark, score, cloud, distance, mask), tiling.Count, threads);
    }

    /// <summary>Grows what is marked and lets its weights rise from the edge.</summary>
    /// <param name="bands">DN: tells nodata.</param>
    /// <param name="options">How far.</param>
    /// <param name="mask">[H,W], 1 marked; overwritten.</param>
    /// <param name="weight">[H,W], overwritten: 0..1.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Grow(OpticalPlanes<float> bands, RemovalMaskOptions options, byte* mask, float* weight, int threads)
    {
        ushort[] shorts = WorkArrays.Rent<ushort>(bands.Length);
        try
        {
            fixed (ushort* column = shorts)
            {
                // The outside is marked in place of the inside as soon as a row's distances are known.
                var outside = new FartherThan(options.Dilation, mask, bands.Width);
                SquaredDistance.Compute(mask, bands.Height, bands.Width, options.Dilation, column, outside, threads);
                SquaredDistance.Compute(mask, bands.Height, bands.Width, options.Feather, column, new FeatherWeight(bands, options.Feather, weight), threads);
            }
        }
        finally
        {
            WorkArrays.Return(shorts);
        }
    }
}
