using System.Buffers;

namespace Cloudless.Masks;

/// <summary>Removes small connected regions (8 neighbors) from a mask: union-find over runs of marked pixels, first within bands of rows, then across them.</summary>
internal static unsafe class SmallRegions
{
    /// <summary>Rows of a band.</summary>
    public const int Rows = 128;

    /// <summary>Clears regions that are both small and nowhere strong.</summary>
    /// <param name="mask">[H,W], 0 or 1; changed in place.</param>
    /// <param name="strong">[H,W], 0 or 1; one strong pixel saves its region.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="area">Regions of at least this many pixels stay.</param>
    /// <param name="label">[H,W], overwritten: work.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Remove(byte* mask, byte* strong, int height, int width, int area, int* label, int threads)
    {
        if (area <= 1)
        {
            return;
        }

        int bands = (height + Rows - 1) / Rows;
        var regions = new RegionLabels(label, area);
        TileJobs.Run(new RegionJoinJob(mask, strong, height, width, regions), bands, threads);
        JoinBands(mask, height, width, regions);
        TileJobs.Run(new RegionClearJob(mask, height, width, regions), bands, threads);
    }

    private static void JoinBands(byte* mask, int height, int width, RegionLabels regions)
    {
        int[] rented = ArrayPool<int>.Shared.Rent(2 * PixelRuns.Length(width));
        Span<int> above = rented.AsSpan(0, PixelRuns.Length(width)), here = rented.AsSpan(PixelRuns.Length(width), PixelRuns.Length(width));
        for (int y = Rows; y < height; y += Rows)
        {
            int runsAbove = PixelRuns.Find(mask, y - 1, width, above), runsHere = PixelRuns.Find(mask, y, width, here);
            regions.JoinRows(above[..(2 * runsAbove)], here[..(2 * runsHere)], width);
        }

        ArrayPool<int>.Shared.Return(rented);
    }
}
