using System.Runtime.InteropServices;

namespace Cloudless.Inference.OnnxRuntime;

/// <summary>The NVIDIA driver of the machine.</summary>
internal static unsafe class NvidiaDriver
{
    /// <summary>Newest CUDA version that the driver runs, e.g. <c>12.4</c>; null where there is no driver.</summary>
    public static string? CudaVersion()
    {
        string name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            return null;
        }

        // The one function of the driver that needs no initialization: 1000 * major + 10 * minor, returns 0 for success.
        int version = 0;
        return NativeLibrary.TryGetExport(library, "cuDriverGetVersion", out nint function)
            && ((delegate* unmanaged<int*, int>)function)(&version) == 0 && version > 0
            ? $"{version / 1000}.{version % 1000 / 10}"
            : null;
    }
}
