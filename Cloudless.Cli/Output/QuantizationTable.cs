using System.Globalization;
using Cloudless.Training.Quantization;

namespace Cloudless.Cli.Output;

/// <summary>What int8 costs and wins as lines of a table for people.</summary>
internal static class QuantizationTable
{
    public static IEnumerable<string> Lines(QuantizationReport report)
    {
        int width = report.Rows.Max(r => r.Engine.Length) + 2;
        yield return $"{"".PadRight(width)}{"to float32",12}{"to target",12}{"loss",11}{"MAE",10}{"loss",11}{"time",11}{"speed",8}";
        foreach (QuantizationRow row in report.Rows)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Engine.PadRight(width)}{(row.PsnrToFloat32 is { } psnr ? psnr.ToString("0.00", CultureInfo.InvariantCulture) + " dB" : "-"),12}{row.Psnr,9:0.00} dB{row.PsnrLoss,8:0.000} dB{row.Mae,10:0.00000}{row.MaeLoss,11:0.00000}{row.Milliseconds,8:0.0} ms{row.Speed,8:0.00}");
        }
    }
}
