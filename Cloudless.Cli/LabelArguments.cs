using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Cli;

/// <summary>Options that say where the classes of patches are from, shared by the commands that need them.</summary>
internal static class LabelArguments
{
    private static readonly string[] SchemeNames = ["auto", .. LabelSchemes.All.Select(s => s.Name)];

    public static Option<string?> Labels { get; } = new("--labels")
    {
        Description = "Folder of label maps (SEN12MS' ..._lc_....tif, which join SEN12MS-CR by scene and patch, or NAME_LULC.tif), or a table .csv of the columns path (or id) and class; without it they lie beside the images.",
        HelpName = "DIR|FILE.csv",
    };

    public static Option<string> Scheme { get; } = OptionChecks.OneOf(
        new Option<string>("--scheme")
        {
            Description = "What the numbers of label maps mean; auto is what the classifier's card says where there is one, else igbp-simplified for SEN12MS and lulc for the others.",
            HelpName = string.Join('|', SchemeNames),
            DefaultValueFactory = _ => SchemeNames[0],
        },
        SchemeNames);

    public static Option<double> LeastShare { get; } = OptionChecks.Number(
        "--least-share", "X", "Least share of a patch's pixels that its most frequent class must have; patches below it have no label.", new LabelOptions().LeastShare, 0.0, 1.0);

    /// <summary>What the options say.</summary>
    public static LabelOptions Read(CliInvocation invocation) => new()
    {
        Labels = invocation.Get(Labels),
        Scheme = invocation.GetRequired(Scheme) is { } name && name != SchemeNames[0] ? LabelSchemes.Parse(name) : null,
        LeastShare = invocation.Get(LeastShare),
    };
}
