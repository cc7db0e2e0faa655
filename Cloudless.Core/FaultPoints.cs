using System.Diagnostics;

namespace Cloudless;

/// <summary>Places where tests let a process die or fail, so that what is promised about such moments can be shown for each of them.</summary>
/// <remarks>
/// Set by the environment variable <c>CLOUDLESS_FAULTS</c>: <c>point:n:what</c>, several with <c>;</c> between. At the n-th time (from 1) that the process comes by the point it is killed
/// (<c>kill</c>, SIGKILL), gets an I/O error (<c>eio</c>) or a full disk (<c>enospc</c>), or stands still for some seconds (<c>stall</c>) or for ever (<c>hang</c>). Without the variable a point costs the look at a field. Safe from any thread.
/// </remarks>
internal static class FaultPoints
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "CLOUDLESS_FAULTS";

    // errno of Linux and macOS alike; .NET carries errno in HResult there.
    private const int InputOutputError = 5, NoSpaceLeft = 28;

    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(5);

    private static readonly Fault[] Faults = Read(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Comes by a point.</summary>
    /// <exception cref="IOException">The fault asked for.</exception>
    public static void Reach(string point)
    {
        Fault? due = null;
        foreach (Fault fault in Faults)
        {
            due = fault.Point == point && Interlocked.Increment(ref fault.Seen) == fault.Time ? fault : due;
        }

        if (due is not null)
        {
            Break(due);
        }
    }

    private static void Break(Fault fault)
    {
        switch (fault.What)
        {
            case "kill":
                using (Process self = Process.GetCurrentProcess())
                {
                    self.Kill();
                }

                // The signal is on its way; nothing may be done any more.
                new ManualResetEventSlim().Wait();
                return;
            case "hang":
                new ManualResetEventSlim().Wait();
                return;
            case "stall":
                new ManualResetEventSlim().Wait(Stall);
                return;
            case "enospc":
                throw new IOException($"No space left on device ({Variable} at '{fault.Point}')", NoSpaceLeft);
            default:
                throw new IOException($"Input/output error ({Variable} at '{fault.Point}')", InputOutputError);
        }
    }

    private static Fault[] Read(string? text) => string.IsNullOrEmpty(text)
        ? []
        : [.. text.Split(';').Select(part => part.Split(':')).Select(p => new Fault(p[0], int.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture), p[2]))];

    private sealed class Fault(string point, int time, string what)
    {
        public int Seen;

        public string Point => point;

        public int Time => time;

        public string What => what;
    }
}
