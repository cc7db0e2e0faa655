using System.Diagnostics;
using Cloudless.Cli;

namespace Cloudless.Tests.Cli;

/// <summary>The tool as a process of its own.</summary>
internal static class CliProcess
{
    /// <summary>The dotnet that runs the tests.</summary>
    public static string Dotnet => Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    /// <summary>Starts a command line; both outputs are redirected.</summary>
    public static Process Start(params string[] args) => StartWith([], args);

    /// <summary>Starts a command line with more environment variables.</summary>
    public static Process StartWith(Dictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(Dotnet)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(CloudlessApp).Assembly.Location);
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }
}
