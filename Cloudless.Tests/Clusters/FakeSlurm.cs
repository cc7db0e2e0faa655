using System.Diagnostics;
using System.Runtime.Versioning;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Clusters;

/// <summary>Runs a script of <c>submit</c> as Slurm would, with programs in Slurm's place that tell what they were asked, and one in the tool's place that ends as it is told.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FakeSlurm : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeSlurm()
    {
        Directory.CreateDirectory(_folder["bin"]);
        Program("bin/squeue", "echo \"$STATE\"");
        Program("bin/scontrol", $"echo \"$*\" >> '{_folder["scontrol"]}'");
        Program("tool", $$"""
            printf '%s\n' "$@" > '{{_folder["arguments"]}}'
            trap 'echo term >> "{{_folder["signals"]}}"; exit "$CODE"' TERM
            echo > '{{_folder["started"]}}'
            if [ "$WAIT" = yes ]; then while :; do sleep 0.05; done; fi
            exit "$CODE"
            """);
    }

    public TemporaryFolder Files => _folder;

    /// <summary>For <c>--command</c>.</summary>
    public string Tool => $"bash '{_folder["tool"]}'";

    /// <summary>What the tool was given.</summary>
    public string[] Arguments => File.ReadAllLines(_folder["arguments"]);

    /// <summary>What was asked of <c>scontrol</c>.</summary>
    public string Asked => File.Exists(_folder["scontrol"]) ? File.ReadAllText(_folder["scontrol"]).Trim() : "";

    /// <summary>How often the tool got SIGTERM.</summary>
    public int Signals => File.Exists(_folder["signals"]) ? File.ReadAllLines(_folder["signals"]).Length : 0;

    /// <summary>Starts a script as task 3 of job 7.</summary>
    public Process Start(string script, int code, string state = "RUNNING", int restarts = 0, bool wait = false)
    {
        File.WriteAllText(_folder["script"], script);
        var start = new ProcessStartInfo("bash", _folder["script"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in new[]
        {
            ("PATH", $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}"), ("CODE", $"{code}"), ("STATE", state), ("WAIT", wait ? "yes" : ""), ("SLURM_ARRAY_JOB_ID", "7"),
            ("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_CPUS_ON_NODE", "5"), ("SLURM_RESTART_COUNT", $"{restarts}"),
        })
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a script to its end and returns its exit code.</summary>
    public int Run(string script, int code, string state = "RUNNING", int restarts = 0)
    {
        using Process process = Start(script, code, state, restarts);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Waits until the tool is at work.</summary>
    public void WaitForTool() => Assert.That(() => File.Exists(_folder["started"]), Is.True.After(20_000, 20), "the tool is started");

    public void Dispose() => _folder.Dispose();

    private void Program(string name, string body)
    {
        File.WriteAllText(_folder[name], $"#!/bin/bash\n{body}\n");
        File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
