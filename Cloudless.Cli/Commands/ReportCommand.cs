using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Scoring;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless report</c>: a run as a page.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Folder of the run, as given to 'cloudless score' by --out.", HelpName = "DIR" };

    private static readonly Option<string?> Out = new("--out") { Description = "Where to write the page; by default report.html in the folder, in place of an earlier one.", HelpName = "R.html" };

    public static Command Create(CommandHost host)
    {
        var command = new Command("report", "Writes a run of 'cloudless score' as one HTML page that opens from disk: figures, throughput, items, failures.") { Folder, Out, SharedOptions.Overwrite };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        invocation.Result(RunReport.Write(invocation.GetRequired(Folder), invocation.Get(Out), invocation.Get(SharedOptions.Overwrite)));
        return ExitCodes.Success;
    }
}
