using System.Runtime.InteropServices;

namespace Cloudless.Tests.Scoring;

/// <summary>Signals to processes; a bare system has no program <c>kill</c>.</summary>
internal static partial class Signals
{
    private const int Sigterm = 15;

    public static int Terminate(int process) => Kill(process, Sigterm);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
