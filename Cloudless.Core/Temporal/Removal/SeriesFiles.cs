namespace Cloudless.Temporal;

/// <summary>The outputs of a removal over a series: their roles and places.</summary>
/// <param name="folder">Their folder.</param>
internal sealed class SeriesFiles(string folder)
{
    /// <summary>Roles of the outputs that tell of all days.</summary>
    public const string ClearDates = "clear dates", Page = "page", Receipt = "receipt";

    /// <summary>Role of a day's image.</summary>
    public static string Image(DateOnly day) => $"image {Name(day)}";

    /// <summary>Role of a day's quicklook.</summary>
    public static string Quicklook(DateOnly day) => $"quicklook {Name(day)}";

    /// <summary>Where a day's image goes.</summary>
    public string ImagePath(DateOnly day) => Path.Combine(folder, $"{Name(day)}.tif");

    /// <summary>All of them, images first and the receipt last.</summary>
    /// <param name="days">The days wanted.</param>
    public IEnumerable<(string Role, string? Path)> All(IReadOnlyList<DateOnly> days) =>
    [
        .. days.Select(d => (Image(d), (string?)ImagePath(d))),
        (ClearDates, Path.Combine(folder, "clear-dates.tif")),
        .. days.Select(d => (Quicklook(d), (string?)Path.Combine(folder, $"{Name(d)}.png"))),
        (Page, Path.Combine(folder, "series.html")),
        (Receipt, Path.Combine(folder, "receipt.json")),
    ];

    private static string Name(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
