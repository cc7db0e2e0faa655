using System.Buffers;

namespace Cloudless.Masks;

/// <summary>Work on an image cut into items that do not depend on each other.</summary>
internal unsafe interface ITileJob
{
    /// <summary>Bytes of scratch memory that one item needs.</summary>
    int ScratchBytes { get; }

    /// <summary>Does one item; the result is the same whoever does it.</summary>
    /// <param name="item">0 .. items-1.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes with whatever an earlier item left there, at a multiple of 64.</param>
    void Run(int item, byte* scratch);
}

/// <summary>Does the items of a job on several threads, each with its own scratch memory from the shared pool.</summary>
internal static unsafe class TileJobs
{
    private const int Alignment = 64;

    /// <summary>Does all items and returns when the last is done.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="threads">At most so many at a time, the calling thread among them; 0 takes all processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">Threads are negative.</exception>
    public static void Run<TJob>(TJob job, int items, int threads)
        where TJob : struct, ITileJob
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        int workers = Math.Min(threads > 0 ? threads : Environment.ProcessorCount, items);
        int next = -1;
        if (workers == 1)
        {
            Work();
            return;
        }

        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());

        void Work()
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(job.ScratchBytes + Alignment);
            try
            {
                fixed (byte* start = rented)
                {
                    byte* scratch = (byte*)(((nuint)start + Alignment - 1) & ~(nuint)(Alignment - 1));
                    for (int item = Interlocked.Increment(ref next); item < items; item = Interlocked.Increment(ref next))
                    {
                        job.Run(item, scratch);
                    }
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
