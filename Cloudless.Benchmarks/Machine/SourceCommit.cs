using System.ComponentModel;
using System.Diagnostics;

namespace Cloudless.Benchmarks.Machine;

/// <summary>Which state of the sources is measured.</summary>
internal static class SourceCommit
{
    /// <summary>The short hash of the checked-out commit, marked where code was changed since; null without git or its folder.</summary>
    /// <param name="folder">Any folder of the repository.</param>
    public static string? Find(string folder)
    {
        try
        {
            string commit = Git(folder, "rev-parse", "--short", "HEAD");

            // The documents are what a measurement changes.
            return commit.Length == 0 ? null : Git(folder, "status", "--porcelain", "--", ":(top)", ":(top,exclude)docs").Length == 0 ? commit : commit + " with changes";
        }
        catch (Win32Exception)
        {
            // There is no git on this machine; a downloaded archive has no commit either.
            return null;
        }
    }

    private static string Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : "";
    }
}
