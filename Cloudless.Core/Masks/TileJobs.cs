using System.Buffers;
using Cloudless.Imagery;

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
    /// <summary>Does all items and returns when the last is done; errors as <see cref="Workers"/> throws them.</summary>
    /// <param name="job">What to do.</param>
    /// <param name="items">Number of items, 0 or more.</param>
    /// <param name="threads">At most so many at a time, the calling thread among them; 0 takes all processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">Threads are negative.</exception>
    public static void Run<TJob>(TJob job, int items, int threads)
        where TJob : struct, ITileJob =>
        Workers.ForEach(items, threads, () => new Scratch(job.ScratchBytes), (own, item) => job.Run(item, own.Start));

    private sealed class Scratch : IDisposable
    {
        private const int Alignment = 64;

        private readonly byte[] _rented;
        private MemoryHandle _pin;

        public Scratch(int bytes)
        {
            _rented = ArrayPool<byte>.Shared.Rent(bytes + Alignment);
            _pin = _rented.AsMemory().Pin();
            Start = (byte*)(((nuint)_pin.Pointer + Alignment - 1) & ~(nuint)(Alignment - 1));
        }

        public byte* Start { get; }

        public void Dispose()
        {
            _pin.Dispose();
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
