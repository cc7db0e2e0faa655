using System.Diagnostics;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Packages;

/// <summary>The SDK's command line, in processes that leave none behind.</summary>
internal static class DotnetProcess
{
    /// <summary>Runs dotnet and gives what it wrote; a failure fails the test.</summary>
    public static string Run(string folder, params string[] arguments) => RunProgram(CliProcess.Dotnet, folder, arguments);

    /// <summary>As <see cref="Run"/>, with a program that dotnet made.</summary>
    public static string RunProgram(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (Path.IsPathRooted(CliProcess.Dotnet))
        {
            // A tool's launcher looks for the runtime there, which need not be where installers put it.
            start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(CliProcess.Dotnet);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output.ReplaceLineEndings("\n");
    }
}
