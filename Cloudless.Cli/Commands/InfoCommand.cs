using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Jobs;
using Cloudless.Cli.Output;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless info</c>: versions, engines, drivers and the model's card, for people and bug reports.</summary>
internal static class InfoCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("info", "Tells versions, engines, drivers and what a model says about itself.") { SharedOptions.Model, SharedOptions.Json };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        InfoReport report = InfoReport.Read(invocation.Get(SharedOptions.Model));
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
            return ExitCodes.Success;
        }

        invocation.Result($"cloudless     {report.CloudlessVersion}");
        invocation.Result($"runtime       {report.Runtime} on {report.System}");
        invocation.Result($"gdal          {(report.GdalProblem is null ? $"{report.GdalVersion} ({report.GdalLibrary})" : $"not there: {report.GdalProblem}")}");
        invocation.Result(report.Engines.Describe());
        foreach (ModelReport model in report.Models)
        {
            invocation.Result("");
            invocation.Result($"model         {model.Source}{(model.Problem is null ? $" ({model.Bytes} bytes, sha256 {model.Sha256})" : $": {model.Problem}")}");
            if (model.CpuEngineProblem is { } problem)
            {
                invocation.Result($"cpu engine    cannot run it: {problem}");
            }

            if (model.Card is { } card)
            {
                invocation.Result(card.Describe());
            }
        }

        return ExitCodes.Success;
    }
}
