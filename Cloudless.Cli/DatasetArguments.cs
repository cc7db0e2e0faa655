using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Datasets;

namespace Cloudless.Cli;

/// <summary>Options that say what a dataset is taken to be and how it is read, shared by the commands that read one.</summary>
internal static class DatasetArguments
{
    private static readonly DatasetOptions Defaults = new();
    private static readonly ReadingOptions ReadingDefaults = new();

    public static Option<string> Layout { get; } = OptionChecks.OneOf(
        new Option<string>("--layout")
        {
            Description = "How files are named: SEN12MS-CR as published, dsen2-cr's flat folders, a folder of pairs or scenes; auto looks at what is there.",
            HelpName = "auto|sen12mscr|flat|folder",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "sen12mscr", "flat", "folder");

    public static Option<string> Split { get; } = OptionChecks.OneOf(
        new Option<string>("--split")
        {
            Description = "How the data is divided: official (SEN12MS-CR, by scene), scene (drawn by scene), random (half of the patches, drawn one by one as in the TMARL paper: leaks), none; auto is official for SEN12MS-CR, scene for scenes that are cut, else none.",
            HelpName = "auto|official|scene|random|none",
            DefaultValueFactory = _ => "auto",
        },
        "auto", "official", "scene", "random", "none");

    public static Option<string?> List { get; } = new("--list")
    {
        Description = "File list that divides the data instead: split (1, 2, 3), folder of SAR, of cloud-free, of cloudy images, file name; by tabs or commas.",
        HelpName = "FILE.csv",
    };

    public static Option<ulong> SplitSeed { get; } = OptionChecks.Number("--split-seed", "N", "Seed of a split that is drawn.", Defaults.SplitSeed, 0UL, ulong.MaxValue);

    public static Option<int> PatchSize { get; } = OptionChecks.Number(
        "--patch-size", "N", "Side of the patches that scenes are cut into, overlapping by half; images up to twice as large stay whole.", Defaults.PatchSize, 16, 4096);

    public static Option<string> Nan { get; } = OptionChecks.OneOf(
        new Option<string>("--nan")
        {
            Description = "What becomes of NaN: fill (as in use), mean (of the image, as dsen2-cr), lowest (0 DN, lowest dB, as UnCRtainTS), zero (0 DN, 0 dB, as SEN12MS) or refuse.",
            HelpName = "fill|mean|lowest|zero|refuse",
            DefaultValueFactory = _ => "fill",
        },
        "fill", "mean", "lowest", "zero", "refuse");

    public static Option<string> Missing { get; } = OptionChecks.OneOf(
        new Option<string>("--missing")
        {
            Description = "What becomes of patches that lack a file: refuse, or skip (without SAR they are pairs).",
            HelpName = "refuse|skip",
            DefaultValueFactory = _ => "refuse",
        },
        "refuse", "skip");

    public static Option<string?> Covers { get; } = new("--covers")
    {
        Description = "Table of cloud covers that 'cloudless dataset check' wrote, so that clouds to paste are found without looking for them.",
        HelpName = "FILE.csv",
    };

    public static Option<int> Cache { get; } = OptionChecks.Number(
        "--cache", "MB", "Memory for images that were read once; what is trained on does not depend on it.", ReadingDefaults.CacheMegabytes, 0, 1 << 20);

    public static Option<int> Readers { get; } = OptionChecks.Number(
        "--readers", "N", "Threads that read and prepare batches; 0 takes half of the processors, at most eight.", ReadingDefaults.Readers, 0, 256);

    public static Option<int> BatchesAhead { get; } = OptionChecks.Number(
        "--batches-ahead", "N", "Batches that may be ready before they are asked for.", ReadingDefaults.BatchesAhead, 1, 1024);

    /// <summary>What the data is, for commands that only list it; those that train take the rest too (<see cref="Training.DataSettings"/>).</summary>
    public static IReadOnlyList<Option> Listing { get; } = [Layout, Split, List, SplitSeed, PatchSize, Missing];

    /// <summary>Adds options to a command.</summary>
    public static void AddTo(Command command, IEnumerable<Option> options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What <see cref="Listing"/> says.</summary>
    public static DatasetOptions ReadListing(CliInvocation invocation)
    {
        var options = new DatasetOptions
        {
            Layout = Enum.Parse<DatasetLayout>(invocation.GetRequired(Layout), ignoreCase: true),
            Split = Enum.Parse<SplitRule>(invocation.GetRequired(Split), ignoreCase: true),
            ListFile = invocation.Get(List),
            SplitSeed = invocation.Get(SplitSeed),
            PatchSize = invocation.Get(PatchSize),
            Missing = Enum.Parse<MissingRule>(invocation.GetRequired(Missing), ignoreCase: true),
        };
        try
        {
            options.Validate();
        }
        catch (ArgumentException error)
        {
            throw UsageException.Of(error);
        }

        return options;
    }

    /// <summary>What <see cref="Nan"/> says.</summary>
    public static NanRule ReadNan(CliInvocation invocation) => Enum.Parse<NanRule>(invocation.GetRequired(Nan), ignoreCase: true);
}
