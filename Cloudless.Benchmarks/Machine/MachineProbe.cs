using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Cloudless.Benchmarks.Report;

namespace Cloudless.Benchmarks.Machine;

/// <summary>Asks the operating system what this machine is.</summary>
internal static class MachineProbe
{
    private const string LinuxFile = "/proc/cpuinfo";

    // In the kernel's words; of these, fp32 and INT8 kernels are made.
    private static readonly string[] Interesting =
        ["avx2", "fma", "avx512f", "avx_vnni", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16", "asimd", "asimddp", "i8mm", "sve"];

    /// <summary>This machine.</summary>
    public static MachineRecord Ask()
    {
        string[] lines = File.Exists(LinuxFile) ? File.ReadAllLines(LinuxFile) : [];
        string processor = Value(lines, "model name") ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? $"{RuntimeInformation.ProcessArchitecture} processor";
        IEnumerable<string> sets = (Value(lines, "flags") ?? Value(lines, "Features"))?.Split(' ').Intersect(Interesting) ?? OfRuntime();
        return new MachineRecord(processor, string.Join(", ", sets.Order(StringComparer.Ordinal)), Environment.ProcessorCount);
    }

    // Without the kernel's list: what .NET found and this project has kernels for.
    private static IEnumerable<string> OfRuntime() =>
        new[] { ("avx2", Avx2.IsSupported), ("fma", Fma.IsSupported), ("avx512f", Avx512F.IsSupported), ("asimd", AdvSimd.IsSupported) }
            .Where(set => set.Item2).Select(set => set.Item1);

    private static string? Value(string[] lines, string key) =>
        lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim();
}
