using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Temporal;

namespace Cloudless.Cli.Output;

/// <summary>Tells on standard error how a removal over a series went: dates and how covered they are, notes, pixels, seconds.</summary>
internal static class SeriesNotes
{
    public static void Write(CliInvocation invocation, SeriesReceipt receipt)
    {
        foreach (SeriesReceiptDate date in receipt.Dates)
        {
            SeriesReceiptImage? image = receipt.Images.FirstOrDefault(i => i.Date == date.Date);
            string made = image is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {image.RepaintedPixels} pixels repainted, {image.GuessedPixels} of them clear on no date");
            invocation.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{date.Date:yyyy-MM-dd} (by its {date.DateFrom}): {date.CoveredPercent:0.0} % covered, {date.NoDataPercent:0.0} % without data{made}"));
        }

        foreach (string note in receipt.Notes)
        {
            invocation.Note($"note: {note}");
        }

        invocation.Note(string.Create(
            CultureInfo.InvariantCulture, $"{receipt.Method}: {receipt.Images.Count} images of {receipt.Dates.Count} dates; {receipt.Seconds.Values.Sum():0.0} s"));
    }
}
