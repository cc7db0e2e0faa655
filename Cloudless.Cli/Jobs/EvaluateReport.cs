using Cloudless.Metrics;

namespace Cloudless.Cli.Jobs;

/// <summary>The result of <c>evaluate</c>.</summary>
internal sealed record EvaluateReport
{
    public required string Prediction { get; init; }

    public required string Target { get; init; }

    public string? Input { get; init; }

    /// <summary>Path of the mask, or how it came about.</summary>
    public required string Mask { get; init; }

    public required MetricsReport Metrics { get; init; }

    /// <summary>The radiometry of each image and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
