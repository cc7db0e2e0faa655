using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>What a method made of a series.</summary>
public sealed record SeriesResult
{
    /// <summary>The images, ascending by date: one where a day was the target, one for each date of the series else.</summary>
    public required IReadOnlyList<SeriesImage> Images { get; init; }

    /// <summary>[1,H,W]: on how many dates of the series the pixel is clear; 0 where whatever stands in the images is a guess.</summary>
    public required Raster<ushort> ClearDates { get; init; }

    /// <summary>What the user should know, a sentence each; empty where all went as it should.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
