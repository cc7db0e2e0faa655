using System.Runtime.InteropServices;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Native memory aligned to cache lines; large pieces lie on huge pages where the system gives them (Linux, transparent huge pages by advice), which spares
/// the engine's many parallel streams most misses of the address cache.
/// </summary>
internal static unsafe partial class AlignedMemory
{
    private const nuint HugePage = 2 << 20;

    // From here on a huge page is worth what it wastes: small pages lie anywhere, and a worker's scratch memory then meets itself in the second-level cache.
    private const nuint Large = HugePage / 8;
    private const int HugePagesAdvice = 14;

    /// <summary>Reserves memory with any contents; its pages come into being where they are first written, by whichever thread.</summary>
    public static void* Allocate(nuint bytes)
    {
        if (bytes < Large)
        {
            return NativeMemory.AlignedAlloc(nuint.Max(bytes, 64), 64);
        }

        bytes = (bytes + HugePage - 1) & ~(HugePage - 1);
        void* memory = NativeMemory.AlignedAlloc(bytes, HugePage);
        if (OperatingSystem.IsLinux())
        {
            // Advice only: a system that does not take it serves small pages.
            _ = Advise(memory, bytes, HugePagesAdvice);
        }

        return memory;
    }

    /// <summary>Gives memory back; null is allowed.</summary>
    public static void Free(void* memory) => NativeMemory.AlignedFree(memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
