using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Clusters;

/// <summary>A Slurm cluster of two nodes on this machine, in a folder of its own and on free ports; gone with all its processes when it is disposed.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SlurmCluster : IDisposable
{
    /// <summary>The nodes; each runs two tasks at once.</summary>
    public const string First = "n1", Second = "n2";

    private static readonly string[] Needed = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "sinfo"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Process> _daemons = [];

    private SlurmCluster() => Processes = new ClusterProcesses($"SLURM_CONF={Configuration}");

    /// <summary>All that runs here.</summary>
    public ClusterProcesses Processes { get; }

    /// <summary>What a process needs to talk to this cluster.</summary>
    public Dictionary<string, string> Environment => new() { ["SLURM_CONF"] = Configuration };

    /// <summary>What the controller has to tell.</summary>
    public string Log => File.ReadAllText(_folder["slurmctld.log"]);

    private string Configuration => _folder["slurm.conf"];

    /// <summary>Brings a cluster up; skips the calling test where that cannot be.</summary>
    public static SlurmCluster Start()
    {
        if (!OperatingSystem.IsLinux() || !System.Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("A Slurm cluster on this machine needs Linux and root.");
        }

        if (Needed.Where(p => InstalledPrograms.Find(p) is null).ToArray() is { Length: > 0 } missing)
        {
            Assert.Ignore($"{string.Join(", ", missing)} not installed (Debian: slurmctld slurmd slurm-client munge); clusters are not tested.");
        }

        var cluster = new SlurmCluster();
        try
        {
            cluster.Up();
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <summary>Runs a program of Slurm's and returns what it says.</summary>
    public string Ask(string program, params string[] arguments)
    {
        using Process process = Launch(program, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.Result;
    }

    /// <summary>Kills a node as a power failure would: its daemon, the keepers of its tasks before they can tell, and the tasks.</summary>
    public void KillNode(string node)
    {
        IReadOnlyList<int> tasks = Processes.Find($"SLURMD_NODENAME={node}");
        List<int> keepers = [.. Processes.Find($"SLURMD_NODENAME={node}", "slurm_script").Select(ClusterProcesses.ParentOf).OfType<int>().Intersect(Processes.Find(word: "slurmstepd"))];
        Assert.That(keepers, Is.Not.Empty, $"tasks run on {node}");
        _daemons[node].Kill();
        ClusterProcesses.Kill(keepers);
        ClusterProcesses.Kill(tasks);
    }

    /// <summary>Lets tasks that were queued again start soon; Slurm lets them wait for two minutes.</summary>
    /// <remarks>Not at once: within the second in which its first run was ended, a node takes a task's new run for the old one and refuses it.</remarks>
    public void Hurry()
    {
        foreach (string[] task in Ask("squeue", "--noheader", "--states=PENDING", "--format=%i %S").Split('\n').Select(l => l.Split(' ')))
        {
            if (task.Length == 2 && DateTime.TryParse(task[1], CultureInfo.InvariantCulture, out DateTime start) && start > DateTime.Now.AddSeconds(10))
            {
                Ask("scontrol", "update", $"jobid={task[0]}", "StartTime=now+3");
            }
        }
    }

    public void Dispose()
    {
        ClusterProcesses.Kill(_daemons.Values.Where(d => !d.HasExited).Select(d => d.Id));

        // Tasks and their keepers outlive the daemons, and one may start another while it is looked for.
        for (IReadOnlyList<int> left = Processes.Find(); left.Count > 0; left = Processes.Find())
        {
            ClusterProcesses.Kill(left);
        }

        foreach (Process daemon in _daemons.Values)
        {
            daemon.WaitForExit();
            daemon.Dispose();
        }

        _folder.Dispose();
    }

    private void Up()
    {
        File.WriteAllBytes(_folder["munge.key"], RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(_folder["munge.key"], UnixFileMode.UserRead);
        Directory.CreateDirectory(_folder["state"]);
        File.WriteAllText(Configuration, Settings(FreePorts(3)));
        Daemon("munged", "munged", "--foreground", "--force", $"--key-file={_folder["munge.key"]}", $"--socket={_folder["munge"]}", $"--pid-file={_folder["munge.pid"]}",
            $"--log-file={_folder["munge.log"]}", $"--seed-file={_folder["munge.seed"]}");
        Assert.That(() => File.Exists(_folder["munge"]), Is.True.After(10_000, 50), "munge gives its socket");
        Daemon("slurmctld", "slurmctld", "-D");
        foreach (string node in new[] { First, Second })
        {
            Directory.CreateDirectory(_folder[$"spool-{node}"]);
            Daemon(node, "slurmd", "-D", "-N", node);
        }

        Assert.That(() => Ask("sinfo", "--noheader", "--format=%D %T").Trim(), Is.EqualTo("2 idle").After(30_000, 200), () => Log);
    }

    // Daemons write logs of their own; what else they say is read and left at that.
    private void Daemon(string name, string program, params string[] arguments)
    {
        Process daemon = _daemons[name] = Launch(program, arguments);
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
    }

    private Process Launch(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(InstalledPrograms.Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Configuration;
        return Process.Start(start)!;
    }

    // Times are short so that a dead node is seen within seconds.
    private string Settings(int[] ports) => $"""
        ClusterName=cloudless
        SlurmctldHost={System.Environment.MachineName}(127.0.0.1)
        SlurmctldPort={ports[0]}
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={_folder["munge"]}
        CredType=cred/munge
        StateSaveLocation={_folder["state"]}
        SlurmdSpoolDir={_folder["spool"]}-%n
        SlurmctldPidFile={_folder["slurmctld.pid"]}
        SlurmdPidFile={_folder["slurmd"]}-%n.pid
        SlurmctldLogFile={_folder["slurmctld.log"]}
        SlurmdLogFile={_folder["slurmd"]}-%n.log
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_CPU
        SchedulerType=sched/builtin
        SchedulerParameters=batch_sched_delay=0,sched_interval=1
        SlurmdTimeout=3
        MessageTimeout=3
        TCPTimeout=1
        KillWait=20
        ReturnToService=2
        MpiDefault=none
        JobAcctGatherType=jobacct_gather/none
        NodeName={First} NodeHostname={System.Environment.MachineName} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=2
        NodeName={Second} NodeHostname={System.Environment.MachineName} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=2
        PartitionName=all Nodes=n[1-2] Default=YES State=UP MaxTime=INFINITE

        """;

    private static int[] FreePorts(int count)
    {
        List<TcpListener> listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Any, 0))];
        listeners.ForEach(l => l.Start());
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        listeners.ForEach(l => l.Dispose());
        return ports;
    }
}
