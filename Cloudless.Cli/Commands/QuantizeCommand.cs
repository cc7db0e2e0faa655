using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Networks.Quantization;
using Cloudless.Training.Quantization;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless quantize</c>: an int8 model of a float32 one, for ONNX Runtime.</summary>
internal static class QuantizeCommand
{
    private static readonly QuantizationOptions Defaults = new();

    private static readonly Option<string> Model = new("--model") { Description = "The float32 model.", HelpName = "M.onnx", Required = true };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder with samples as for train; ranges are observed on their cloudy images.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out") { Description = "The int8 model to write.", HelpName = "Q.onnx", Required = true };

    private static readonly Option<int?> Fold = new("--fold")
    {
        Description = "Fold to leave out of the calibration and to judge on; without it the last one.",
        HelpName = "K",
    };

    private static readonly Option<string> Ranges = OptionChecks.OneOf(
        new Option<string>("--ranges")
        {
            Description = "Range of 8 bits: extremes seen (minmax), all but 0.01 % of the values that are not 0 at each end (percentile), or least squared error (meansquare).",
            HelpName = "minmax|percentile|meansquare",
            DefaultValueFactory = _ => "percentile",
        },
        "minmax", "percentile", "meansquare");

    private static readonly Option<int> WeightBits = OptionChecks.Number(
        "--weight-bits", "N", "Bits of a weight: 7 is safe on every machine, 8 where ONNX Runtime is told to take unsigned ones (as Cloudless does) or has VNNI.",
        Defaults.WeightBits, 7, 8);

    private static readonly Option<bool> IntegerSums = new("--integer-sums") { Description = "Add in 8 bits within blocks too: faster, less exact." };

    private static readonly Option<bool> IntegerEnds = new("--integer-ends") { Description = "Compute the first and the last convolution in 8 bits too: faster, less exact." };

    private static readonly Option<int> Rounds = OptionChecks.Number("--rounds", "N", "How often each engine runs each held-out patch, in turn.", 3, 1, 1000);

    public static Command Create(CommandHost host)
    {
        var command = new Command("quantize", "Makes an int8 model for ONNX Runtime and tells what it costs and wins.")
        {
            Model, Data, Out, Fold, Ranges, WeightBits, IntegerSums, IntegerEnds, Rounds, SharedOptions.Threads, SharedOptions.Overwrite, SharedOptions.Json,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        var request = new QuantizeRequest
        {
            ModelPath = invocation.GetRequired(Model),
            DataFolder = invocation.GetRequired(Data),
            Output = invocation.GetRequired(Out),
            Options = new QuantizationOptions
            {
                Ranges = Enum.Parse<RangeMethod>(invocation.GetRequired(Ranges), ignoreCase: true),
                WeightBits = invocation.Get(WeightBits),
                IntegerSums = invocation.Get(IntegerSums),
                FloatEnds = !invocation.Get(IntegerEnds),
            },
            HeldOutFold = invocation.Get(Fold),
            Rounds = invocation.Get(Rounds),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
            Threads = invocation.Get(SharedOptions.Threads),
        };
        QuantizationReport report = QuantizationRun.Execute(request, invocation.Note, invocation.Cancellation);
        if (invocation.Get(SharedOptions.Json))
        {
            invocation.Result(CliJson.Write(report));
            return ExitCodes.Success;
        }

        foreach (string line in QuantizationTable.Lines(report))
        {
            invocation.Result(line);
        }

        invocation.Note($"use it with --engine onnxruntime --precision int8 --model {request.Output}");
        return ExitCodes.Success;
    }
}
