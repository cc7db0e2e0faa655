namespace Cloudless.Temporal;

/// <summary>What a series must have for a method, in words that say what to do.</summary>
internal static class SeriesChecks
{
    /// <summary>Checks what is known before any work.</summary>
    /// <exception cref="CloudlessException">The series is too short, or has no image of the day wanted.</exception>
    public static void Require(SeriesRemovalRequest request, SceneSeries series, ISeriesMethod method)
    {
        if (series.Scenes.Count == 1 && method is not LeastCloudyDate)
        {
            throw new CloudlessException(
                $"The series has one date, {series.Scenes[0].Date:yyyy-MM-dd}; {method.Name} fills what is covered from other dates and needs two at least. Give more scenes, or remove the clouds of one image with 'cloudless remove'.");
        }

        if (request.Target?.Date is { } day && series.Scenes.All(s => s.Date != day))
        {
            throw new CloudlessException($"The series has no image of {day:yyyy-MM-dd}; it has {Days(series)}. Choose one of these days, or all.");
        }
    }

    /// <summary>Refuses a series in which no pixel is clear.</summary>
    /// <exception cref="CloudlessException">It is such a one, and the method needs clear pixels.</exception>
    public static void RequireClear(SeriesCover cover, ISeriesMethod method)
    {
        if (!cover.AnyClear && method is not (LeastCloudyDate or SequenceToPointMethod))
        {
            throw new CloudlessException(
                $"No pixel is clear on any date of the series, so {method.Name} has nothing to fill from. Give more dates, or paint single images by a network with 'cloudless remove' and Sentinel-1.");
        }
    }

    /// <summary>Indices of the dates whose images are wanted; where no day is named the least cloudy one, if one is to suffice.</summary>
    public static int[] Wanted(SeriesRemovalRequest request, SceneSeries series, SeriesCover cover, bool oneDate) => request.Target switch
    {
        { Date: { } day } => [Enumerable.Range(0, series.Scenes.Count).First(d => series.Scenes[d].Date == day)],
        null when oneDate => [cover.LeastCloudy],
        _ => [.. Enumerable.Range(0, series.Scenes.Count)],
    };

    private static string Days(SceneSeries series) => string.Join(", ", series.Scenes.Select(s => $"{s.Date:yyyy-MM-dd}"));
}
