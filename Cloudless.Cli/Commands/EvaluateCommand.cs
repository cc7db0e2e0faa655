using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Jobs;
using Cloudless.Cli.Output;
using Cloudless.Imagery;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless evaluate</c>: how good a cloud-free image is.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Prediction = new("--prediction")
    {
        Description = "Image to judge.",
        HelpName = "P.tif",
        Required = true,
    };

    private static readonly Option<string> Target = new("--target")
    {
        Description = "Cloud-free image of the same place, on the same grid.",
        HelpName = "T.tif",
        Required = true,
    };

    private static readonly Option<string?> Input = new("--input")
    {
        Description = "Cloudy image that the prediction was made of: adds the reproduction error on clear pixels.",
        HelpName = "I.tif",
    };

    private static readonly Option<string?> Mask = new("--mask")
    {
        Description = "Mask as 'cloudless mask' writes it, to tell clear from covered; without it, computed from --input.",
        HelpName = "M.tif",
    };

    public static Command Create(CommandHost host)
    {
        var command = new Command("evaluate", "Compares a cloud-free image with a target: MAE, RMSE, PSNR, SAM, SSIM on all, clear and covered pixels.")
        {
            Prediction, Target, Input, Mask, SharedOptions.Radiometry, SharedOptions.Json,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        EvaluateReport report = EvaluateJob.Run(
            new EvaluateRequest
            {
                PredictionPath = invocation.GetRequired(Prediction),
                TargetPath = invocation.GetRequired(Target),
                InputPath = invocation.Get(Input),
                MaskPath = invocation.Get(Mask),
                Radiometry = Radiometry.Parse(invocation.GetRequired(SharedOptions.Radiometry)),
            },
            invocation.Cancellation);
        invocation.Note($"mask: {report.Mask}");
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
            return ExitCodes.Success;
        }

        foreach (string line in MetricsTable.Lines(report.Metrics))
        {
            invocation.Result(line);
        }

        return ExitCodes.Success;
    }
}
