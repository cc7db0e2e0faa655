using Cloudless.Rasters.Products;

namespace Cloudless.Cli.Jobs;

/// <summary>What <see cref="EvaluateJob"/> is to compare.</summary>
internal sealed record EvaluateRequest
{
    /// <summary>P.</summary>
    public required string PredictionPath { get; init; }

    /// <summary>T, on the grid of P.</summary>
    public required string TargetPath { get; init; }

    /// <summary>I, on the grid of P; null leaves out the reproduction error.</summary>
    public string? InputPath { get; init; }

    /// <summary>Classes as the <c>mask</c> command writes them; null: computed from the input, if that is given.</summary>
    public string? MaskPath { get; init; }

    /// <summary>How stored numbers relate to DN, in all images.</summary>
    public RadiometryChoice Radiometry { get; init; } = RadiometryChoice.Auto;
}
