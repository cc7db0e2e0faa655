using Cloudless.Fusion;
using Cloudless.Rasters.Products;

namespace Cloudless.Temporal;

/// <summary>What the files of a series do not tell about themselves.</summary>
public sealed record SceneSeriesOptions
{
    /// <summary>Of every Sentinel-2 scene.</summary>
    public OpticalSourceOptions Source { get; init; } = new();

    /// <summary>Unit of the Sentinel-1 images.</summary>
    public SarScale SarScale { get; init; } = SarScale.Auto;

    /// <summary>A scene gets the nearest Sentinel-1 image that is at most so many days away; 14 as in SEN12MS-CR-TS.</summary>
    public int SarDays { get; init; } = 14;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate() => ArgumentOutOfRangeException.ThrowIfNegative(SarDays);
}
