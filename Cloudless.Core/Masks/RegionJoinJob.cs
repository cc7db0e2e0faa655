namespace Cloudless.Masks;

/// <summary>Finds the regions of a band of rows.</summary>
internal readonly unsafe struct RegionJoinJob(byte* mask, byte* strong, int height, int width, RegionLabels regions) : ITileJob
{
    /// <inheritdoc/>
    public int ScratchBytes => 2 * PixelRuns.Length(width) * sizeof(int);

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        int length = PixelRuns.Length(width), runsAbove = 0;
        Span<int> above = new((int*)scratch, length), here = new((int*)scratch + length, length);
        for (int y = item * SmallRegions.Rows; y < Math.Min(height, (item + 1) * SmallRegions.Rows); y++)
        {
            int runs = PixelRuns.Find(mask, y, width, here);
            for (int r = 0; r < 2 * runs; r += 2)
            {
                regions.Add(here[r], here[r + 1], new ReadOnlySpan<byte>(strong + here[r], here[r + 1] - here[r]).Contains((byte)1));
            }

            regions.JoinRows(above[..(2 * runsAbove)], here[..(2 * runs)], width);
            Span<int> swap = above;
            above = here;
            here = swap;
            runsAbove = runs;
        }
    }
}
