using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Jobs;
using Cloudless.Cli.Output;
using Cloudless.Rasters.Products;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless info</c>: versions, engines, drivers and the model's card, for people and bug reports.</summary>
internal static class InfoCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("info", "Tells versions, engines, drivers, and what a model or a Sentinel-2 scene is.")
        {
            SharedOptions.Model, SharedOptions.OpticalIfAny, SharedOptions.Radiometry, SharedOptions.Resample, SharedOptions.Bands, SharedOptions.MgrsTile, SharedOptions.Json,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        InfoReport report = InfoReport.Read(invocation.Get(SharedOptions.Model)) with { Scene = Scene(invocation) };
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
            return ExitCodes.Success;
        }

        invocation.Result($"cloudless     {report.CloudlessVersion}");
        invocation.Result($"runtime       {report.Runtime} on {report.System}");
        invocation.Result($"gdal          {(report.GdalProblem is null ? $"{report.GdalVersion} ({report.GdalLibrary})" : $"not there: {report.GdalProblem}")}");
        invocation.Result(report.Engines.Describe());
        foreach (string line in report.Scene?.Lines().Prepend("") ?? [])
        {
            invocation.Result(line);
        }

        foreach (ModelReport model in report.Models)
        {
            invocation.Result("");
            invocation.Result($"model         {model.Source}{(model.Problem is null ? $" ({model.Bytes} bytes, sha256 {model.Sha256})" : $": {model.Problem}")}");
            if (model.Kind is { } kind)
            {
                invocation.Result($"kind          {kind}");
            }

            if (model.CpuEngineProblem is { } problem)
            {
                invocation.Result($"cpu engine    cannot run it: {problem}");
            }

            if (model.Describe() is { } card)
            {
                invocation.Result(card);
            }
        }

        return ExitCodes.Success;
    }

    private static SceneReport? Scene(CliInvocation invocation)
    {
        if (invocation.Get(SharedOptions.OpticalIfAny) is not { Length: > 0 })
        {
            return null;
        }

        (string path, OpticalSourceOptions options) = SharedOptions.ReadOptical(invocation, SharedOptions.OpticalIfAny);
        return SceneReport.Read(path, options);
    }
}
