using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Experiments;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless experiment</c>: trains what a file compares, and tells by how much it differs.</summary>
internal static class ExperimentCommand
{
    private static readonly Argument<string> Plan = new("FILE.json")
    {
        Description = "The experiment: title, settings of all trainings (as a settings file of train), variants (name, settings), draws (seed, fold), reference.",
    };

    private static readonly Option<string> Data = new("--data") { Description = "Folder of samples with folds.csv, as for train.", HelpName = "DIR", Required = true };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder for results.jsonl, table.md and a run folder of each training. Started again, the experiment goes on there where it stopped.", HelpName = "DIR", Required = true,
    };

    private static readonly Option<int> Jobs = OptionChecks.Number("--jobs", "N", "Trainings at the same time.", 1, 1, 1024);

    public static Command Create(CommandHost host)
    {
        var command = new Command("experiment", "Train variants of a training with several seeds and folds, resumably, and write a table of what they gain.")
        {
            Plan, Data, Out, Jobs, SharedOptions.Threads, DatasetArguments.Cache, DatasetArguments.Readers,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        var defaults = new ExperimentRequest { PlanPath = invocation.GetRequired(Plan), DataFolder = invocation.GetRequired(Data), Output = invocation.GetRequired(Out) };
        string plan = Path.GetFileName(defaults.PlanPath);
        invocation.Result(ExperimentRun.Execute(
            defaults with
            {
                Jobs = invocation.Get(Jobs),
                Threads = invocation.Get(SharedOptions.Threads),
                Reading = defaults.Reading with { CacheMegabytes = invocation.Get(DatasetArguments.Cache), Readers = invocation.Get(DatasetArguments.Readers) },
                Command = $"cloudless experiment {plan}",
            },
            invocation.IsVerbose ? invocation.Note : null,
            invocation.Note,
            invocation.Cancellation));
        return ExitCodes.Success;
    }
}
