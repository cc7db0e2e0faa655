using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Cloudless.Cli.Clusters;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Rasters;
using Cloudless.Scoring;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless submit</c>: a run over a manifest as jobs of a cluster.</summary>
internal static partial class SubmitCommand
{
    // More parts only help where more tasks run at once, and each starts the tool once.
    private const int MostShards = 100, Requeue = 20;

    private static readonly Argument<string> Manifest = new("manifest") { Description = "The manifest, as for 'cloudless score'.", HelpName = "manifest.jsonl" };

    private static readonly Argument<string[]> ScoreArguments = new("score options")
    {
        Description = "Behind '--': options for 'cloudless score', e.g. -- --model M.onnx --quicklook",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string> Out = new("--out") { Description = "Folder of the run, on a file system that all nodes share; scripts and logs go into its folder slurm.", HelpName = "DIR", Required = true };

    private static readonly Option<string> Engine = OptionChecks.OneOf(
        new Option<string>("--engine") { Description = "The cluster's scheduler.", HelpName = "slurm", DefaultValueFactory = _ => "slurm" }, "slurm");

    private static readonly Option<int?> Shards = OptionChecks.OptionalNumber("--shards", "N", "Parts of the manifest, each a task of the array; by default one for each item, 100 at most.", 1, 1_000_000);

    private static readonly Option<int?> Limit = OptionChecks.OptionalNumber("--limit", "N", "Most tasks at once; by default as many as the cluster lets.", 1, 1_000_000);

    private static readonly Option<string?> Time = Word("--time", "T", "Time limit of a task, in Slurm's words (90, 4:00:00, 2-0); a task that reaches it is queued again and goes on.");

    private static readonly Option<string?> Gpus = Word("--gpus", "N", "GPUs of a task (1, a100:1).");

    private static readonly Option<int?> Cpus = OptionChecks.OptionalNumber("--cpus", "N", "Processors of a task.", 1, 4096);

    private static readonly Option<string?> Memory = Word("--mem", "M", "Memory of a task (8G).");

    private static readonly Option<string?> Partition = Word("--partition", "P", "Partition, of the report's job too.");

    private static readonly Option<string?> Account = Word("--account", "A", "Account, of the report's job too.");

    private static readonly Option<int> Again = OptionChecks.Number("--requeue", "N", "How often a task is queued again that ended before its work did (exit code 75), was killed, preempted, or lost its node; 0 for never.", Requeue, 0, 1_000_000);

    private static readonly Option<string[]> Extra = new("--sbatch") { Description = "One more option for sbatch, as it is, for both jobs; several times for several: --sbatch=--qos=low", HelpName = "OPTION" };

    private static readonly Option<string?> Tool = new("--command") { Description = "How the nodes start this tool, in words of a shell ('apptainer exec c.sif cloudless'); by default as it was started here.", HelpName = "WORDS" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print the scripts; write and submit nothing." };

    public static Command Create(CommandHost host)
    {
        var command = new Command("submit", "Runs 'cloudless score' over a manifest on a cluster: a job array with a task for each part, and the report behind it.")
        {
            Manifest, ScoreArguments, Out, Engine, Shards, Limit, Time, Gpus, Cpus, Memory, Partition, Account, Again, Extra, Tool, DryRun, SharedOptions.Json,
        };
        host.Bind(command, invocation => Run(invocation, host));
        return command;
    }

    private static int Run(CliInvocation invocation, CommandHost host)
    {
        int items = ManifestReader.Check(invocation.GetRequired(Manifest));
        SubmitRequest request = Read(invocation, items);
        CheckScore(request, host);
        string score = SlurmScript.Score(request), report = SlurmScript.Report(request);
        if (invocation.Get(DryRun))
        {
            invocation.Result($"{score}\n# behind it, by --dependency=afterany:\n\n{report}".TrimEnd());
            return ExitCodes.Success;
        }

        Directory.CreateDirectory(request.Folder);
        AtomicFile.WriteAllBytes(request.ScoreScript, Encoding.UTF8.GetBytes(score), overwrite: true);
        AtomicFile.WriteAllBytes(request.ReportScript, Encoding.UTF8.GetBytes(report), overwrite: true);
        string job = SlurmClient.Submit(request.ScoreScript);
        invocation.Note($"job {job} is submitted");
        Write(invocation, new SubmitReport(job, SlurmClient.Submit(request.ReportScript, $"--dependency=afterany:{job}"), items, request.Shards, request.ScoreScript, request.ReportScript));
        return ExitCodes.Success;
    }

    private static SubmitRequest Read(CliInvocation invocation, int items)
    {
        string[] extra = invocation.Get(Extra) ?? [];
        if (Array.Find(extra, e => !e.StartsWith('-') || e.Any(char.IsControl)) is { } wrong)
        {
            throw new UsageException($"--sbatch takes one option with its value in a line, e.g. --sbatch=--qos=low; found '{wrong}'.");
        }

        return new SubmitRequest
        {
            Manifest = Path.GetFullPath(invocation.GetRequired(Manifest)),
            Run = Path.TrimEndingDirectorySeparator(Path.GetFullPath(invocation.GetRequired(Out))),
            Shards = invocation.Get(Shards) ?? Math.Min(items, MostShards),
            Limit = invocation.Get(Limit),
            Requeue = invocation.Get(Again),
            Cpus = invocation.Get(Cpus),
            TaskOptions = [("time", invocation.Get(Time)), ("gpus", invocation.Get(Gpus)), ("mem", invocation.Get(Memory))],
            JobOptions = [("partition", invocation.Get(Partition)), ("account", invocation.Get(Account))],
            Extra = extra,
            Tool = invocation.Get(Tool) ?? ToolCommand.Find(),
            Arguments = invocation.GetRequired(ScoreArguments),
            WorkingFolder = Environment.CurrentDirectory,
        };
    }

    // Here, not in a hundred logs.
    private static void CheckScore(SubmitRequest request, CommandHost host)
    {
        var root = new Command("cloudless") { SharedOptions.Quiet, SharedOptions.Verbose, ScoreCommand.Create(host) };
        ParseResult parsed = root.Parse(["score", request.Manifest, "--out", request.Run, "--shard", "0/1", .. request.Arguments]);
        if (parsed.Errors.Count > 0)
        {
            throw new UsageException($"What stands behind '--' goes to 'cloudless score', which takes the manifest, --out and --shard from here: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
        }
    }

    private static void Write(CliInvocation invocation, SubmitReport report)
    {
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
            return;
        }

        invocation.Result(string.Create(CultureInfo.InvariantCulture, $"job {report.Job}: {report.Items:N0} items in {report.Shards:N0} tasks, by {report.Script}"));
        invocation.Result($"job {report.ReportJob}: the report behind it, by {report.ReportScript}");
    }

    /// <summary>An option whose value goes into a line for Slurm as it is.</summary>
    private static Option<string?> Word(string name, string helpName, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => !Safe().IsMatch(t.Value)) is { } token)
            {
                result.AddError($"{name} takes one word of letters, digits and . _ , : + / @ -; found '{token.Value}'.");
            }
        });
        return option;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._,:+/@-]+\z")]
    private static partial Regex Safe();
}
