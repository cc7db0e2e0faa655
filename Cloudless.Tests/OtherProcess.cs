using System.Diagnostics;
using System.Globalization;
using Cloudless.Rasters;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Removal.Streaming;

namespace Cloudless.Tests;

/// <summary>This assembly as a process of its own: what it does is named by its first argument.</summary>
internal static partial class OtherProcess
{
    /// <summary>Runs it.</summary>
    /// <param name="environment">Variables besides those of this process.</param>
    /// <param name="args">What to do, and with what.</param>
    public static (int Code, string Out, string Error) Run(Dictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(CliProcess.Dotnet)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Array.ForEach(["exec", typeof(OtherProcess).Assembly.Location, .. args], start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private static int Main(string[] args)
    {
        int code = 2;
        switch (args)
        {
            case ["remove", { } folder, { } format, { } memory]:
                code = BoundedMemoryTests.RemoveHere(folder, Enum.Parse<RasterFormat>(format), long.Parse(memory, CultureInfo.InvariantCulture));
                break;
            case ["predict", { } pipeline]:
                Predict(pipeline, ref code);
                break;
        }

        return code;
    }

    // Only where ML.NET is there.
    static partial void Predict(string pipeline, ref int code);
}
