using System.Runtime.InteropServices;

namespace Cloudless.Inference.Cpu;

/// <summary>Memory of its own for each worker of a <see cref="ComputePool"/>, aligned to cache lines.</summary>
internal sealed unsafe class WorkerScratch : IDisposable
{
    private nuint _bytes;
    private byte* _memory;

    public WorkerScratch(int workers) => Workers = workers;

    ~WorkerScratch() => AlignedMemory.Free(_memory);

    /// <summary>How many have memory here.</summary>
    public int Workers { get; }

    /// <summary>Makes room for so many bytes for each worker; what was there is lost.</summary>
    public void Require(nuint bytes)
    {
        // A page in between keeps the workers' hardware prefetchers out of each other's lines.
        bytes = ((bytes + 63) & ~(nuint)63) + 4096;
        if (bytes > _bytes)
        {
            AlignedMemory.Free(_memory);
            _memory = null;
            _bytes = 0;
            _memory = (byte*)AlignedMemory.Allocate(bytes * (nuint)Workers);
            _bytes = bytes;
        }
    }

    /// <summary>The memory of a worker.</summary>
    public byte* Of(int worker) => _memory + (_bytes * (nuint)worker);

    /// <inheritdoc/>
    public void Dispose()
    {
        AlignedMemory.Free(_memory);
        _memory = null;
        GC.SuppressFinalize(this);
    }
}
