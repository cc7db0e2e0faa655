using System.Diagnostics;
using System.Globalization;

namespace Cloudless.Scoring;

/// <summary>A process, so told that another one at the same place can see whether it is gone.</summary>
/// <param name="Host">Name of the machine, for people.</param>
/// <param name="Place">Where process numbers mean the same: a boot of a machine and a PID namespace.</param>
/// <param name="Pid">Process number.</param>
/// <param name="Started">When it started, in the system's own count: numbers come again.</param>
public sealed record ProcessIdentity(string Host, string Place, int Pid, long Started)
{
    private const int StateField = 0, StartField = 19;

    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = new(Environment.MachineName, FindPlace(), Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Whether the process is gone for certain; false where it lives, or ran at a place that cannot be seen from here.</summary>
    public bool IsKnownDead() => Place == Current.Place && StartOf(Pid) != Started;

    // A machine's name is not enough: containers on several nodes may share it, and then a number means different processes.
    private static string FindPlace()
    {
        const string boot = "/proc/sys/kernel/random/boot_id", space = "/proc/self/ns/pid";
        try
        {
            return File.Exists(boot)
                ? $"{Environment.MachineName} {File.ReadAllText(boot).Trim()} {new FileInfo(space).LinkTarget}"
                : Environment.MachineName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }

    // Null where there is no such process. One that nobody has waited for yet (a zombie) does nothing any more.
    private static long? StartOf(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // The name in parentheses may hold anything.
                string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
                string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return fields[StateField] is "Z" or "X" ? null : long.Parse(fields[StartField], CultureInfo.InvariantCulture);
            }

            using Process process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks / TimeSpan.TicksPerSecond;
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
