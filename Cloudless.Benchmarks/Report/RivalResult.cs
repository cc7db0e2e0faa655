using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.Report;

/// <summary>How ours stands to one rival.</summary>
internal sealed record RivalResult
{
    /// <summary>What the rival took.</summary>
    public required ContenderResult Times { get; init; }

    /// <summary>How often the rival's time counts in the ratio.</summary>
    public required double Factor { get; init; }

    /// <summary>Rival over ours, round by round.</summary>
    public required double[] Ratios { get; init; }

    /// <summary>Median and spread of <see cref="Ratios"/>.</summary>
    public required Spread Ratio { get; init; }

    /// <summary>The ratio to reach; null where none was set.</summary>
    public Goal? Goal { get; init; }

    /// <summary>How the median ratio stands to the goal; null without one.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Whether the results are the same; null where there was nothing to compare.</summary>
    public Agreement? Agreement { get; init; }

    /// <summary>Whether nothing is missed: neither the goal nor the agreement.</summary>
    public bool Passes() => Verdict != Paired.Verdict.Missed && Agreement is null or { Holds: true };

    /// <summary>Sums a rival's rounds up.</summary>
    public static RivalResult From(Rival rival, ContenderResult ours, ContenderResult times, Agreement? agreement)
    {
        double[] ratios = PairedRatio.Of(ours.WallSeconds, times.WallSeconds, rival.Factor);
        var ratio = Spread.Of(ratios);
        return new RivalResult
        {
            Times = times,
            Factor = rival.Factor,
            Ratios = ratios,
            Ratio = ratio,
            Goal = rival.Goal,
            Verdict = rival.Goal?.Judge(ratio.Median),
            Agreement = agreement,
        };
    }
}
