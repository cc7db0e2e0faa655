using System.ComponentModel;
using System.Diagnostics;

namespace Cloudless.Cli.Clusters;

/// <summary>Hands scripts to Slurm.</summary>
internal static class SlurmClient
{
    /// <summary>Submits a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="options">Options before it.</param>
    /// <returns>Number of the job.</returns>
    /// <exception cref="CloudlessException">There is no Slurm, or it refuses.</exception>
    public static string Submit(string script, params IReadOnlyList<string> options)
    {
        string[] arguments = ["--parsable", .. options, script];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("sbatch", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            // The number alone, or with the cluster's name behind a semicolon.
            string job = output.Trim().Split(';')[0];
            return process.ExitCode == 0 && job.Length > 0 && job.All(char.IsAsciiDigit)
                ? job
                : throw new CloudlessException($"sbatch refused '{script}' (exit code {process.ExitCode}): {error.Result.Trim()} Change the options, or the script itself, and submit it by: sbatch {ShellText.Quote(script)}");
        }
        catch (Win32Exception e)
        {
            throw new CloudlessException($"sbatch cannot be started: {e.Message}. Run this where jobs are submitted, or see the script by --dry-run.", e);
        }
    }
}
