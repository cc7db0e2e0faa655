namespace Cloudless.Masks;

/// <summary>Clears the runs of small regions in a band of rows, once all regions are joined.</summary>
internal readonly unsafe struct RegionClearJob(byte* mask, int height, int width, RegionLabels regions) : ITileJob
{
    /// <inheritdoc/>
    public int ScratchBytes => PixelRuns.Length(width) * sizeof(int);

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        var found = new Span<int>(scratch, PixelRuns.Length(width));
        for (int y = item * SmallRegions.Rows; y < Math.Min(height, (item + 1) * SmallRegions.Rows); y++)
        {
            int runs = PixelRuns.Find(mask, y, width, found);
            for (int r = 0; r < 2 * runs; r += 2)
            {
                if (!regions.IsLarge(found[r]))
                {
                    new Span<byte>(mask + found[r], found[r + 1] - found[r]).Clear();
                }
            }
        }
    }
}
