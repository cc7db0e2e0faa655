using System.Runtime.InteropServices;

namespace Cloudless.Inference.Cpu;

/// <summary>Memory of its own for each worker of a <see cref="ComputePool"/>, aligned to cache lines.</summary>
internal sealed unsafe class WorkerScratch : IDisposable
{
    private readonly int _workers;
    private nuint _bytes;
    private byte* _memory;

    public WorkerScratch(int workers) => _workers = workers;

    ~WorkerScratch() => NativeMemory.AlignedFree(_memory);

    /// <summary>Makes room for so many bytes for each worker; what was there is lost.</summary>
    public void Require(nuint bytes)
    {
        // A page in between keeps the workers' hardware prefetchers out of each other's lines.
        bytes = ((bytes + 63) & ~(nuint)63) + 4096;
        if (bytes > _bytes)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _memory = (byte*)NativeMemory.AlignedAlloc(bytes * (nuint)_workers, 64);
            _bytes = bytes;
        }
    }

    /// <summary>The memory of a worker.</summary>
    public byte* Of(int worker) => _memory + (_bytes * (nuint)worker);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        GC.SuppressFinalize(this);
    }
}
