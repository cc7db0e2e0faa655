using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Cli.Output;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Import;

namespace Cloudless.Cli.Commands;

/// <summary><c>cloudless import</c>: a model file of weights that another program trained.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Weights = new("WEIGHTS")
    {
        Description = "Weights of a DSen2-CR, any F and B, with SAR or without: HDF5 of Keras 2 (dsen2-cr's files), or a state dict that torch.save wrote.",
    };

    private static readonly Option<string> Network = OptionChecks.OneOf(
        new Option<string>("--network")
        {
            Description = "Whose weights they are: dsen2cr, or uncrtaints for one date, of PyTorch, by the order and shapes of its layers.", HelpName = "dsen2cr|uncrtaints", DefaultValueFactory = _ => ArchitectureCard.DSen2Cr,
        },
        ArchitectureCard.DSen2Cr, ArchitectureCard.UnCRtainTS);

    private static readonly Option<string[]> LeaveOut = new("--leave-out")
    {
        Description = "With uncrtaints: leave out the layers whose names begin so, such as those of its attention over dates, which one date does not need. May be repeated.", HelpName = "NAME",
    };

    private static readonly Option<string> Out = new("--out") { Description = "Model file to write.", HelpName = "M.onnx", Required = true };

    private static readonly Option<string?> Name = new("--name") { Description = "Name of the model in its card; without it the weight file's.", HelpName = "NAME" };

    public static Command Create(CommandHost host)
    {
        var command = new Command("import", "Makes a model file of weights that another program trained; nothing in them is executed.")
        {
            Weights, Network, LeaveOut, Out, Name, SharedOptions.Overwrite, SharedOptions.Json,
        };
        host.Bind(command, Run);
        return command;
    }

    private static int Run(CliInvocation invocation)
    {
        string network = invocation.GetRequired(Network).ToLowerInvariant();
        string[] leaveOut = invocation.Get(LeaveOut) ?? [];
        if (network == ArchitectureCard.DSen2Cr && leaveOut.Length > 0)
        {
            throw new UsageException("--leave-out goes with --network uncrtaints; of dsen2cr all layers are needed.");
        }

        ImportReport report = WeightImport.Execute(new ImportRequest
        {
            Weights = invocation.GetRequired(Weights),
            Network = network,
            LeaveOut = leaveOut,
            Output = invocation.GetRequired(Out),
            Name = invocation.Get(Name),
            Overwrite = invocation.Get(SharedOptions.Overwrite),
        });
        invocation.Result(invocation.Get(SharedOptions.Json)
            ? CliJson.Write(report)
            : FormattableString.Invariant($"{report.Model}: {report.Network}, F={report.Features}, B={report.Blocks}, {(report.Sar ? "with" : "without")} SAR, {report.Parameters:N0} weights of {report.Format} {report.SourceSha256}"));
        return ExitCodes.Success;
    }
}
