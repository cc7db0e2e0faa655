namespace Cloudless.Masks;

/// <summary>Sums the brightness of an image in blocks of rows, whose sums are then added in order: the same bits for every number of threads.</summary>
internal readonly unsafe struct BrightnessJob<T>(OpticalPlanes<T> bands, bool skipNoData, BrightnessSums[] blocks) : ITileJob
    where T : unmanaged
{
    private const int Rows = 64;

    /// <inheritdoc/>
    public int ScratchBytes => skipNoData ? RowRing<short>.Bytes(1, bands.Width) : 0;

    /// <summary>Sums an image.</summary>
    public static BrightnessSums Sum(OpticalPlanes<T> bands, bool skipNoData, int threads)
    {
        var blocks = new BrightnessSums[(bands.Height + Rows - 1) / Rows];
        TileJobs.Run(new BrightnessJob<T>(bands, skipNoData, blocks), blocks.Length, threads);
        var sums = new BrightnessSums();
        foreach (ref BrightnessSums block in blocks.AsSpan())
        {
            sums.Add(block);
        }

        return sums;
    }

    /// <inheritdoc/>
    public void Run(int item, byte* scratch)
    {
        short* noData = skipNoData ? new RowRing<short>(1, bands.Width, ref scratch)[0] : null;
        var sums = new BrightnessSums();
        for (int y = item * Rows; y < Math.Min(bands.Height, (item + 1) * Rows); y++)
        {
            bool some = skipNoData && bands.MarkNoData(y, 0, bands.Width, noData);
            sums.AddRow(bands, y, 0, bands.Width, some ? noData : null);
        }

        blocks[item] = sums;
    }
}
