using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Temporal;

namespace Cloudless.Cli.Training;

/// <summary>Options that say where series to learn from or to judge on are.</summary>
internal static class SeriesDataOptions
{
    private static readonly SeriesSarOptions Defaults = new();

    /// <summary>The series.</summary>
    public static readonly Option<string> Data = new("--data")
    {
        Description = "SEN12MS-CR-TS, dated Sentinel-2 scenes of one place in any form that remove-series takes (a folder or a quoted pattern), or places with dense series as NumPy arrays (docs/time-series.md).",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string[]> Sar = new("--s1")
    {
        Description = "Sentinel-1 images of dated scenes, as for remove-series; SEN12MS-CR-TS and arrays have their own.",
        HelpName = "GLOB",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Days = OptionChecks.Number("--s1-days", "N", "Days that a Sentinel-1 image may be away from its date.", Defaults.Days, 0, 366);

    /// <summary>Adds all of them to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Data, Sar, Days])
        {
            command.Add(option);
        }

        DetectorArguments.AddForMany(command);
    }

    /// <summary>What they say of Sentinel-1.</summary>
    public static SeriesSarOptions ReadSar(CliInvocation invocation) => new() { Paths = invocation.Get(Sar) ?? [], Days = invocation.Get(Days) };
}
