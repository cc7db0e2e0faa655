using System.CommandLine;
using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Jobs;
using Cloudless.Cli.Output;
using Cloudless.Masks;
using Cloudless.Rasters.Products;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless mask</c>: classes of a Sentinel-2 image.</summary>
internal static class MaskCommand
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Mask to write, uint8: 0 clear, 1 cloud, 2 shadow, 255 nodata.",
        HelpName = "M.tif",
        Required = true,
    };

    private static readonly Option<string?> ScoreOut = new("--score-out")
    {
        Description = "Also write the cloud score, float32, 0..1 (not calibrated); of s2cloudless the probability.",
        HelpName = "S.tif",
    };

    private static readonly Option<double> Threshold = OptionChecks.Number(
        "--threshold", "T", "spectral: a pixel is cloud where its score is at least this.", new CloudMaskOptions().Threshold, 0, 1);

    private static readonly Option<string> Cirrus = OptionChecks.OneOf(
        new Option<string>("--cirrus")
        {
            Description = "spectral: constants of the aerosol-and-cirrus test: dsen2cr (0.15, 0.20) or uncrtaints (0.4, 0.9; far stricter).",
            HelpName = string.Join("|", CirrusNames.All),
            DefaultValueFactory = _ => CirrusNames.All[0],
        },
        [.. CirrusNames.All]);

    public static Command Create(CommandHost host)
    {
        var command = new Command("mask", "Marks cloud and cloud shadow in a Sentinel-2 image.")
        {
            SharedOptions.Optical, Out, ScoreOut, Threshold, Cirrus, SharedOptions.Radiometry, SharedOptions.Resample, SharedOptions.Bands, SharedOptions.MgrsTile, SharedOptions.Cog, SharedOptions.Compress, SharedOptions.Overwrite, SharedOptions.Json,
        };
        DetectorArguments.AddTo(command);
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        (string optical, OpticalSourceOptions source) = SharedOptions.ReadOptical(invocation, SharedOptions.Optical);
        DetectorOptions detector = ReadDetector(invocation);
        var request = new MaskRequest
        {
            Detector = detector,
            OpticalPath = optical,
            Source = source,
            MaskPath = invocation.GetRequired(Out),
            ScorePath = invocation.Get(ScoreOut),
            Options = new CloudMaskOptions
            {
                Threshold = invocation.Get(Threshold),
                Cirrus = CirrusNames.Parse(invocation.GetRequired(Cirrus)),
                MarkNoData = true,
            },
            Layout = SharedOptions.ReadLayout(invocation),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
        };
        MaskReport report = ProgressDisplay.Run(
            invocation, progress => new MaskJob(request).Run(progress, invocation.Cancellation));
        foreach (string note in report.Notes)
        {
            invocation.Note($"note: {note}");
        }

        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
            return ExitCodes.Success;
        }

        invocation.Result($"{report.Mask}: {report.Width} x {report.Height} pixels");
        invocation.Result(Row("clear", report.ClearPixels, report));
        invocation.Result(Row("cloud", report.CloudPixels, report));
        invocation.Result(Row("shadow", report.ShadowPixels, report));
        invocation.Result(Row("nodata", report.NoDataPixels, report));
        return ExitCodes.Success;
    }

    private static DetectorOptions ReadDetector(CliInvocation invocation)
    {
        DetectorOptions detector = DetectorArguments.Read(invocation);
        if (detector.Kind == DetectorKind.Raster && invocation.IsGiven(ScoreOut))
        {
            throw new UsageException($"{ScoreOut.Name} needs a detector that scores: spectral or s2cloudless.");
        }

        if (detector.Kind != DetectorKind.Spectral && ((Option[])[Threshold, Cirrus]).FirstOrDefault(invocation.IsGiven) is { } option)
        {
            throw new UsageException($"{option.Name} goes with --detector spectral.");
        }

        return detector;
    }

    private static string Row(string name, long pixels, MaskReport report) => string.Create(
        CultureInfo.InvariantCulture, $"  {name,-6} {pixels,10} {100.0 * pixels / ((long)report.Width * report.Height),6:0.0} %");
}
