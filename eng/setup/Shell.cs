using System.Diagnostics;

namespace Cloudless.Setup;

/// <summary>Runs programs.</summary>
internal static class Shell
{
    // The SDK that runs this program, even where it is not on PATH.
    public static string DotnetHost => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static int Dotnet(params string[] arguments) => Run(DotnetHost, arguments);

    public static int Run(string command, string[] arguments, string? folder = null)
    {
        using var process = Start(command, arguments, folder, capture: false);
        process.WaitForExit();
        return process.ExitCode;
    }

    public static string Capture(string command, string[] arguments)
    {
        using var process = Start(command, arguments, null, capture: true);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }

    public static bool Exists(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, command)));

    private static Process Start(string command, string[] arguments, string? folder, bool capture)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            return Process.Start(start) ?? throw new SetupException($"'{command}' could not be started");
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new SetupException($"'{command}' could not be started: {failure.Message}");
        }
    }
}
