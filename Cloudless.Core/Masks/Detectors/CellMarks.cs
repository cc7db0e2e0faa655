using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>From probabilities to marks: mean over a disk, threshold, dilation by a disk that finds nothing beyond the edge.</summary>
internal static unsafe class CellMarks
{
    /// <summary>Marks clouds.</summary>
    /// <param name="probability">[H,W].</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="options">Threshold and radii.</param>
    /// <param name="mark">[H,W], overwritten: 1 cloud, else 0.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public static void Find(float* probability, int height, int width, S2CloudlessOptions options, byte* mark, int threads)
    {
        DiskAverage.MarkAbove(probability, height, width, options.AverageOver, options.Threshold, mark, threads);
        if (options.DilationSize == 0)
        {
            return;
        }

        ushort[] shorts = WorkArrays.Rent<ushort>(checked(height * width));
        fixed (ushort* column = shorts)
        {
            SquaredDistance.Compute(mark, height, width, options.DilationSize, column, new WithinDistance(options.DilationSize, mark, width), threads);
        }

        WorkArrays.Return(shorts);
    }
}
