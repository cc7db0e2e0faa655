using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Evaluation.Comparison;
using Cloudless.Training.Temporal;

namespace Cloudless.Cli;

/// <summary>Options that say which dates of a series of SEN12MS-CR-TS become inputs and target.</summary>
internal static class SeriesArguments
{
    private const string Published = "-as-published";

    private static readonly Option<int> Dates = OptionChecks.Number("--dates", "N", "Dates of a series that a method may use.", new SeriesSamplerOptions().Dates, 1, 100);

    private static readonly Option<string> Sampler = OptionChecks.OneOf(
        new Option<string>("--sampler")
        {
            Description = "Dates of a series: fixed (target: the clearest; inputs: the first beside it) or random (target: drawn among the clear ones; inputs: those around it); "
                + "'-as-published' behind it for the rules with their faults, to compare with published figures.",
            HelpName = "fixed|random|fixed-as-published|random-as-published",
            DefaultValueFactory = _ => "fixed",
        },
        "fixed", "random", $"fixed{Published}", $"random{Published}");

    private static readonly Option<double> MinimumCover = OptionChecks.Number("--least-cover", "C", "Least cloud cover of an input date, for the sampler fixed.", 0.0, 0, 1);

    private static readonly Option<double> MaximumCover = OptionChecks.Number("--most-cover", "C", "Largest cloud cover of an input date, for the sampler fixed.", 1.0, 0, 1);

    private static readonly Option<ulong> Seed = OptionChecks.Number("--seed", "N", "Seed of the sampler random.", 0UL, 0UL, ulong.MaxValue);

    /// <summary>Where the cloud covers of SEN12MS-CR-TS are kept.</summary>
    public static readonly Option<string?> Covers = new("--cover-cache")
    {
        Description = "Folder in which the cloud covers of series are kept; without it they are kept beside the images.",
        HelpName = "DIR",
    };

    /// <summary>Adds all of them to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Dates, Sampler, MinimumCover, MaximumCover, Seed, Covers])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>A request with what they say.</summary>
    public static ComparisonRequest Read(CliInvocation invocation, ComparisonRequest request)
    {
        string sampler = invocation.GetRequired(Sampler).ToUpperInvariant(), published = Published.ToUpperInvariant();
        (double least, double most) = (invocation.Get(MinimumCover), invocation.Get(MaximumCover));
        if (least > most)
        {
            throw new UsageException($"{MinimumCover.Name} is above {MaximumCover.Name}: no date has such a cover.");
        }

        return request with
        {
            Series = new SeriesSamplerOptions
            {
                Kind = Enum.Parse<SeriesSampling>(sampler.Replace(published, "", StringComparison.Ordinal), ignoreCase: true),
                AsPublished = sampler.EndsWith(published, StringComparison.Ordinal),
                Dates = invocation.Get(Dates),
                MinimumCover = least,
                MaximumCover = most,
            },
            SeriesSeed = invocation.Get(Seed),
            SeriesCovers = invocation.Get(Covers),
        };
    }
}
