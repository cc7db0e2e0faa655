using System.Diagnostics;

namespace Cloudless.Benchmarks.Paired;

/// <summary>What one run took, in seconds.</summary>
/// <param name="Wall">By the clock; what ratios are made of.</param>
/// <param name="Processor">Summed over all processors: beside the wall time it tells a busy machine from slow code.</param>
internal readonly record struct RunTime(double Wall, double Processor)
{
    /// <summary>Runs something in this process and times it.</summary>
    public static RunTime Of(Action run)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        run();
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new RunTime(wall, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
    }
}
