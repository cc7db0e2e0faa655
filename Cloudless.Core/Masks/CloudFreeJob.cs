using System.Numerics;
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
            LeaveOutClouds(cloud + start, distance + start, leaveOut);
            sums.AddRow(bands, y, part.Column, part.Width, leaveOut);
        }

        blocks[item] = sums;
    }

    private void LeaveOutClouds(byte* clouds, int* distances, short* leaveOut)
    {
        int x = 0;
        var limit = new Vector<int>(gap * gap);
        for (; x <= part.Width - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(clouds + x), out Vector<ushort> low, out Vector<ushort> high);
            LeaveOut(low, distances + x, limit, leaveOut + x);
            LeaveOut(high, distances + x + Samples.Step, limit, leaveOut + x + Samples.Step);
        }

        for (; x < part.Width; x++)
        {
            leaveOut[x] = clouds[x] != 0 || distances[x] <= gap * gap ? (short)-1 : leaveOut[x];
        }
    }

    private static void LeaveOut(Vector<ushort> cloud, int* distances, Vector<int> limit, short* leaveOut)
    {
        Vector<short> near = Vector.Narrow(
            Vector.LessThanOrEqual(Vector.Load(distances), limit), Vector.LessThanOrEqual(Vector.Load(distances + Vector<int>.Count), limit));
        Vector<short> isCloud = Vector.GreaterThan(Vector.AsVectorInt16(cloud), Vector<short>.Zero);
        (Vector.Load(leaveOut) | near | isCloud).Store(leaveOut);
    }
}
