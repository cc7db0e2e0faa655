using System.Globalization;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>A figure of a table of series.</summary>
/// <param name="Head">Its name.</param>
/// <param name="Value">Of a trial; null or not a number where there is none.</param>
/// <param name="Digits">Digits after the point.</param>
internal sealed record SeriesColumn(string Head, Func<SeriesScore, double?> Value, int Digits)
{
    /// <summary>All of them, in the order of Ebel et al. 2022.</summary>
    public static IReadOnlyList<SeriesColumn> All { get; } =
    [
        new("NRMSE all", s => s.Nrmse, 4), new("cloudy", s => s.NrmseCloudy, 4), new("clear", s => s.NrmseClear, 4),
        new("PSNR dB", s => s.Psnr, 2), new("SSIM", s => s.Ssim, 3), new("SAM deg", s => s.SamDegrees, 2),
    ];

    /// <summary>The mean over trials that have the figure.</summary>
    public string Mean(IEnumerable<SeriesScore> scores) => Text(Average(scores));

    /// <summary>The mean over trials, and the standard deviation of the means of seeds where there are two or more.</summary>
    public string MeanAndSpread(IReadOnlyList<SeriesScore> scores)
    {
        double[] seeds = [.. scores.GroupBy(s => s.Seed).Select(Average).OfType<double>()];
        return seeds.Length < 2 ? Mean(scores) : $"{Mean(scores)} +- {Text(Deviation(seeds))}";
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private double? Average(IEnumerable<SeriesScore> scores) => scores.Select(Value).Where(v => v is { } x && double.IsFinite(x)).Average();

    private string Text(double? value) => value is { } x ? x.ToString("F" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";
}
