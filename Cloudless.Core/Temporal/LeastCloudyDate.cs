using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>The simplest answer to clouds where there are several dates: the date with the fewest of them, as it is (baseline of Ebel et al. 2022, SEN12MS-CR-TS, section IV-B).</summary>
public sealed class LeastCloudyDate : ISeriesMethod
{
    /// <inheritdoc/>
    public string Name => "least-cloudy";

    /// <summary>The date with the smallest share of pixels that are cloud or were not measured, the earliest of equals.</summary>
    /// <param name="masks">One mask for each date, [1,H,W], values of <see cref="PixelClass"/>, all of one size.</param>
    /// <returns>Its index.</returns>
    /// <exception cref="ArgumentException">There is no date.</exception>
    /// <remarks>Thread-safe.</remarks>
    public static int Of(IReadOnlyList<Raster<byte>> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (masks.Count == 0)
        {
            throw new ArgumentException("There is no date to choose from; give one mask for each date.", nameof(masks));
        }

        int[] hidden = [.. masks.Select(m => m.Data.AsSpan().Count(PixelClass.Cloud) + m.Data.AsSpan().Count(PixelClass.NoData))];
        return Array.IndexOf(hidden, hidden.Min());
    }

    /// <summary>Gives the same date's image, not copied, for every day that is wanted.</summary>
    /// <inheritdoc/>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        int chosen = Of(series.Masks);
        Raster<ushort> counts = ClearCount.Of(series.Masks);
        ReadOnlySpan<byte> masks = series.Masks[chosen].Data;
        return new SeriesResult
        {
            Images = [.. target.In(series).Select(d => new SeriesImage(d, series.Optical[chosen]))],
            ClearDates = counts,
            Notes = [Note(series.Dates[chosen], masks.Contains(PixelClass.Cloud) || masks.Contains(PixelClass.Shadow), masks.ContainsAnyExcept(PixelClass.NoData)), .. ClearCount.Notes(counts)],
        };
    }

    /// <summary>What to say of the chosen date.</summary>
    /// <param name="date">The date.</param>
    /// <param name="covered">Whether there are clouds or shadows on it.</param>
    /// <param name="measured">Whether it has data at all.</param>
    internal static string Note(DateOnly date, bool covered, bool measured) => measured
        ? FormattableString.Invariant($"The least cloudy date is {date:yyyy-MM-dd}; its image is taken as it is{(covered ? ", clouds and all" : "")}.")
        : FormattableString.Invariant($"No date has a pixel that is clear; the image is that of {date:yyyy-MM-dd}, which has no data at all.");
}
