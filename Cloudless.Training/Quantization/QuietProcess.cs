using System.Diagnostics;

namespace Cloudless.Training.Quantization;

/// <summary>
/// Waits until the threads of the run before have gone to rest. ONNX Runtime's workers spin for 50 ms after the work is done, as measured on
/// version 1.29; whoever runs next would have to share the processors with them.
/// </summary>
internal static class QuietProcess
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Returns as soon as this process leaves the processors alone for a moment, or after a second of waiting for that.</summary>
    public static void Await()
    {
        // Nobody sets it: the wait ends by its clock alone. It must not spin, that would be use of the processors.
        using var never = new ManualResetEventSlim(initialState: false, spinCount: 0);
        long start = Stopwatch.GetTimestamp();
        TimeSpan used;
        do
        {
            used = Environment.CpuUsage.TotalTime;
            never.Wait(Slice);
            used = Environment.CpuUsage.TotalTime - used;
        }
        while (used > Slice / 5 && Stopwatch.GetElapsedTime(start) < Patience);
    }
}
