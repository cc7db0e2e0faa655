namespace Cloudless.Tests.Training.Logs;

/// <summary>CSV logs of runs that are compared.</summary>
internal static class RunLogs
{
    /// <summary>The rows without speed and time, which no two runs share.</summary>
    public static string[] WithoutTimes(string path) =>
        [.. File.ReadAllLines(path).Select(row => string.Join(',', row.Split(',').Where((_, i) => i is not (4 or 5))))];
}
