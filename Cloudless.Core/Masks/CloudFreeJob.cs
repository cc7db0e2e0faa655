using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Sums the brightness of the pixels that are neither nodata nor cloud nor near to thick cloud, block by block in a fixed order.</summary>
internal readonly unsafe struct CloudFreeJob(OpticalPlanes<float> bands, byte* cloud, int* distance, int gap, Window part, BrightnessSums[] blocks) : ITileJob
{
    private const int Rows = 64;

    /// <inheritdoc/>
    public int ScratchBytes => RowRing<short>.Bytes(1, part.Width);

    /// <summary>Sums a part of a window.</summary>
    /// <param name="bands">DN of the window.</param>
    /// <param name="cloud">[H,W], non-zero is cloud.</param>
    /// <param name="distance">[H,W], squared distance to thick cloud.</param>
    /// <param name="gap">Pixels up to this far do not count.</param>
    /// <param name="part">What to count, in the window's own coordinates.</param>
    /// <param name="statistics">Changed.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Count(OpticalPlanes<float> bands, byte* cloud, int* distance, int gap, Window part, ShadowStatistics statistics, int threads)
    {
        var blocks = new BrightnessSums[(part.Height + Rows - 1) / Rows];
        TileJobs.Run(new CloudFreeJob(bands, cloud, distance, gap, part, blocks), blocks.Length, threads);
        foreach (ref BrightnessSums block in blocks.AsSpan())
        {
            statistics.Add(block);
        }
    }

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        short* leaveOut = new RowRing<short>(1, part.Width, ref scratch)[0];
        var sums = new BrightnessSums();
        for (int y = part.Row + (item * Rows); y < Math.Min(part.Bottom, part.Row + ((item + 1) * Rows)); y++)
        {
            nint start = ((nint)y * bands.Width) + part.Column;
            bands.MarkNoData(y, part.Column, part.Width, leaveOut);
            for (int x = 0; x < part.Width; x++)
            {
                leaveOut[x] |= (short)(cloud[start + x] | (distance[start + x] <= gap * gap ? 1 : 0));
            }

            sums.AddRow(bands, y, part.Column, part.Width, leaveOut);
        }

        blocks[item] = sums;
    }
}
