namespace Cloudless.Training.Datasets.TimeSeries;

/// <summary>One patch of SEN12MS-CR-TS: many dates of the same 256 x 256 pixels.</summary>
/// <param name="Collection">Collection, e.g. <c>ROIs1868</c>.</param>
/// <param name="Roi">Number of the region of interest.</param>
/// <param name="Patch">Number of the patch in it; patches do not overlap.</param>
/// <param name="Dates">The dates in order of their number.</param>
public sealed record TimeSeriesItem(string Collection, int Roi, int Patch, IReadOnlyList<TimeSeriesDate> Dates)
{
    /// <summary>The region of interest, e.g. <c>ROIs1868_17</c>: what the split is made of.</summary>
    public string Group => FormattableString.Invariant($"{Collection}_{Roi}");

    /// <summary>Its part of the split; null for a region that the split does not list.</summary>
    public DatasetSplit? Split { get; init; }

    /// <summary>Its continent as the data set names it: <c>africa</c>, <c>america</c>, <c>asiaEast</c>, <c>asiaWest</c> or <c>europa</c>; null where it is not listed.</summary>
    public string? Region { get; init; }
}
