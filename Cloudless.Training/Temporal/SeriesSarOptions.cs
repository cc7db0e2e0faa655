namespace Cloudless.Training.Temporal;

/// <summary>Sentinel-1 for series that are read from files.</summary>
public sealed record SeriesSarOptions
{
    /// <summary>Sentinel-1 images of dated scenes: files, folders of them, or patterns with <c>*</c>, <c>?</c> and <c>**</c>, VV and VH in one file or in two of one day. Empty for none; data sets and arrays have their own.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>A date gets the nearest image that is at most so many days away; 14 as in SEN12MS-CR-TS, whose own pairs are taken as they are.</summary>
    public int Days { get; init; } = 14;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate() => ArgumentOutOfRangeException.ThrowIfNegative(Days);
}
