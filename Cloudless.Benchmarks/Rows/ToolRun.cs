using System.Diagnostics;
using System.Globalization;
using Cloudless.Benchmarks.Machine;
using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.Rows;

/// <summary>Runs the command line tool in a process of its own: seconds, peak memory, and how much less room its disk had meanwhile.</summary>
internal static class ToolRun
{
    /// <summary>What a run took.</summary>
    /// <param name="Time">Wall and processor seconds.</param>
    /// <param name="PeakMemory">Bytes of resident memory at most (VmHWM); 0 where the system does not tell.</param>
    /// <param name="PeakDisk">Bytes of its disk at most, temporary files without a name too; others may write there as well.</param>
    public readonly record struct Result(RunTime Time, long PeakMemory, long PeakDisk);

    /// <summary>Runs the tool that lies beside this program.</summary>
    /// <param name="folder">Folder whose disk is watched.</param>
    /// <param name="arguments">Command and options.</param>
    /// <exception cref="CloudlessException">The tool failed.</exception>
    public static Result Of(string folder, params string[] arguments)
    {
        string tool = Path.Combine(RepositoryFolder.Find(), "Cloudless.Cli", "bin", "Release", "net10.0", "cloudless.dll");
        if (!File.Exists(tool))
        {
            throw new CloudlessException($"'{tool}' does not exist. Build the solution first: dotnet build CloudRemoval.sln -c Release.");
        }

        var disk = new DriveInfo(folder);
        long before = disk.AvailableFreeSpace, least = before, memory = 0;
        TimeSpan processor = default;
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [tool, .. arguments, "--quiet"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        while (!process.WaitForExit(50))
        {
            memory = Math.Max(memory, HighWater(process.Id));
            processor = Used(process) ?? processor;
            least = Math.Min(least, disk.AvailableFreeSpace);
        }

        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return process.ExitCode == 0
            ? new Result(new RunTime(wall, processor.TotalSeconds), memory, before - least)
            : throw new CloudlessException($"cloudless {string.Join(' ', arguments)} failed: {errors.GetAwaiter().GetResult()}");
    }

    private static TimeSpan? Used(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            // It has ended between the question and the look.
            return null;
        }
    }

    // The kernel keeps the peak itself, so looking now and then misses nothing but the last moment.
    private static long HighWater(int process)
    {
        const string key = "VmHWM:";
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line[key.Length..^2].Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It has ended between the question and the look.
            return 0;
        }
    }
}
