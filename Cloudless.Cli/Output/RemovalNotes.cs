using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Removal;

namespace Cloudless.Cli.Output;

/// <summary>Tells on standard error how a removal went: engine and why, SAR unit, pixels, seconds.</summary>
internal static class RemovalNotes
{
    public static void Write(CliInvocation invocation, RemovalReceipt receipt)
    {
        invocation.Note($"model: {receipt.Model.Name} {receipt.Model.Version} ({receipt.Model.Source})");
        invocation.Note($"engine: {receipt.Engine.Name} ({receipt.Engine.Reason})");
        if (receipt.Sar is { } sar)
        {
            invocation.Note($"{sar.Summary}");
        }

        if (receipt.PriorFill is { } fill)
        {
            invocation.Note($"prior fill: {fill.Summary}");
        }

        foreach (string note in receipt.Notes)
        {
            invocation.Note($"note: {note}");
        }

        RemovalStatistics s = receipt.Statistics;
        invocation.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"repainted {s.ChangedPixels} of {s.DataPixels} pixels ({s.ChangedPercent:0.0} %); {s.Tiles - s.SkippedTiles} of {s.Tiles} tiles computed; {receipt.Seconds.Values.Sum():0.0} s"));
    }
}
