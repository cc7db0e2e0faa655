using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Scoring;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless status</c>: how a run stands.</summary>
internal static class StatusCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Folder of the run, as given to 'cloudless score' by --out.", HelpName = "DIR" };

    public static Command Create(CommandHost host)
    {
        var command = new Command("status", "Tells how a run of 'cloudless score' stands, also while it goes on, on this machine or others.") { Folder, SharedOptions.Json };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        RunStatus status = RunStatus.Read(invocation.GetRequired(Folder));
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(status.ToJson());
        }
        else
        {
            ScoreText.Write(invocation, status);
        }

        return ExitCodes.Success;
    }
}
