namespace Cloudless.Temporal;

/// <summary>Which images are wanted of a series: the one of a day, or those of all its dates.</summary>
/// <param name="Date">The day; null for all dates of the series. The series need not have an image of it.</param>
public readonly record struct SeriesTarget(DateOnly? Date)
{
    /// <summary>All dates of the series.</summary>
    public static SeriesTarget All => new(null);

    /// <summary>The days wanted of a series.</summary>
    /// <remarks>Thread-safe.</remarks>
    public IReadOnlyList<DateOnly> In(ImageSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Date is { } day ? [day] : series.Dates;
    }
}
