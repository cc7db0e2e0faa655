using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>Which dates of a long series a network of few dates is given.</summary>
internal static class SeriesDates
{
    /// <summary>Of the dates nearest to a day, twice as many as wanted, those with the most clear pixels; that day itself always.</summary>
    /// <param name="series">The series.</param>
    /// <param name="usable">Indices of dates that may be taken.</param>
    /// <param name="day">The day.</param>
    /// <param name="count">How many, at most.</param>
    /// <returns>Indices, the date farthest from the day first, the nearest last: so the network knows which day is wanted.</returns>
    public static int[] Choose(ImageSeries series, IReadOnlyList<int> usable, DateOnly day, int count) =>
        Choose(series.Dates, d => series.Masks[d].Data.AsSpan().Count(PixelClass.Clear), usable, day, count);

    /// <summary>As the other method, for a series that is not in memory.</summary>
    /// <param name="dates">Its days.</param>
    /// <param name="clear">Clear pixels of a date.</param>
    /// <param name="usable">Indices of dates that may be taken.</param>
    /// <param name="day">The day.</param>
    /// <param name="count">How many, at most.</param>
    public static int[] Choose(IReadOnlyList<DateOnly> dates, Func<int, long> clear, IReadOnlyList<int> usable, DateOnly day, int count)
    {
        int Days(int d) => Math.Abs(dates[d].DayNumber - day.DayNumber);
        return [.. usable.OrderBy(Days).ThenBy(d => d).Take(2 * count)
            .OrderBy(d => Days(d) == 0 ? 0 : 1).ThenByDescending(clear).ThenBy(Days).Take(count).OrderByDescending(Days).ThenBy(d => d)];
    }
}
