using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Training.Datasets.Checks;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless dataset</c>: what is in training data, and what is wrong with it.</summary>
internal static class DatasetCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "SEN12MS-CR, SEN12MS-CR-TS, flat folders of dsen2-cr, or a folder of pairs or scenes." };

    private static readonly Option<bool> NamesOnly = new("--names-only") { Description = "Look at names only: counts, missing files and splits, but no pixels." };

    private static readonly Option<string?> CoversOut = new("--covers") { Description = "Also write the cloud covers of all patches, for train --covers.", HelpName = "FILE.csv" };

    public static Command Create(CommandHost host) => new("dataset", "Looks at training data.") { CreateCheck(host) };

    private static Command CreateCheck(CommandHost host)
    {
        var command = new Command("check", "Counts patches by split, season and scene, and finds missing, broken and unusable files; exit code 1 where something is broken.") { Folder, NamesOnly, CoversOut };
        DatasetArguments.AddTo(command, DatasetArguments.Listing);
        DatasetArguments.AddTo(command, [SharedOptions.Threads, SharedOptions.Overwrite, SharedOptions.Json]);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        var request = new CheckRequest
        {
            Folder = invocation.GetRequired(Folder),
            Options = DatasetArguments.ReadListing(invocation),
            NamesOnly = invocation.Get(NamesOnly),
            CoversPath = invocation.Get(CoversOut),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
            Threads = invocation.Get(SharedOptions.Threads),
        };
        DatasetReport report = ProgressDisplay.Run(invocation, progress => DatasetCheck.Run(request, progress, invocation.Cancellation));
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
        }
        else
        {
            foreach (string line in DatasetTable.Lines(report, invocation.IsVerbose))
            {
                invocation.Result(line);
            }
        }

        return report.Problems == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }
}
