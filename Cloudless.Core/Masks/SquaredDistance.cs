namespace Cloudless.Masks;

/// <summary>Exact squared Euclidean distance to the nearest marked pixel, along columns first, then along rows.</summary>
internal static unsafe class SquaredDistance
{
    /// <summary>Computes the distances.</summary>
    /// <param name="marked">[H,W]; non-zero is marked.</param>
    /// <param name="height">H, at least 1.</param>
    /// <param name="width">W, at least 1.</param>
    /// <param name="reach">Distances up to this, at most 10,000, are exact; farther pixels get at least (reach+1)^2.</param>
    /// <param name="column">[H,W], overwritten: work.</param>
    /// <param name="sink">Gets the distances row by row, in any order, once the marks are not needed any more: squared pixels, 0 on marked pixels.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Compute<TSink>(byte* marked, int height, int width, int reach, ushort* column, TSink sink, int threads)
        where TSink : struct, IDistanceSink
    {
        var columns = new ColumnDistanceJob(marked, height, width, reach + 1, column);
        TileJobs.Run(columns, columns.Items, threads);
        var rows = new RowDistanceJob<TSink>(column, height, width, reach, sink);
        TileJobs.Run(rows, rows.Items, threads);
    }
}
