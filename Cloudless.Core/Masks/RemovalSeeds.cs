using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>The first half of the removal mask: where the clouds are, and how far every pixel is from a thick one.</summary>
internal static unsafe class RemovalSeeds
{
    /// <summary>Finds clouds.</summary>
    /// <param name="bands">DN.</param>
    /// <param name="options">Thresholds, areas and reaches.</param>
    /// <param name="score">[H,W], overwritten: cloud score, evened out at the image's edge.</param>
    /// <param name="cloud">[H,W], overwritten: 1 cloud or cirrus, else 0.</param>
    /// <param name="distance">[H,W], overwritten: squared distance to the nearest pixel of thick cloud, exact within the reaches of the options.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Find(OpticalPlanes<float> bands, RemovalMaskOptions options, float* score, byte* cloud, int* distance, int threads)
    {
        byte[] bytes = WorkArrays.Rent<byte>(bands.Length);
        ushort[] shorts = WorkArrays.Rent<ushort>(bands.Length);
        try
        {
            fixed (byte* thick = bytes)
            fixed (ushort* column = shorts)
            {
                var tiling = new Tiling(bands.Height, bands.Width);
                TileJobs.Run(new SeedTileJob(bands, tiling, options, score, cloud, thick), tiling.Count, threads);
                SmallRegions.Remove(cloud, thick, bands.Height, bands.Width, options.MinimumArea, distance, threads);
                int reach = Math.Max(RemovalMask.StatisticsGap, Math.Max(options.HazeReach, options.ShadowReach));
                SquaredDistance.Compute(thick, bands.Height, bands.Width, reach, column, new DistancePlane(distance, bands.Width), threads);
            }
        }
        finally
        {
            WorkArrays.Return(bytes);
            WorkArrays.Return(shorts);
        }
    }
}
