using Cloudless.Fusion;
using Cloudless.Rasters.Products;

namespace Cloudless.Temporal;

/// <summary>One date of a series.</summary>
/// <param name="Date">The day it was taken.</param>
/// <param name="DateFrom">What told the day: <c>metadata</c>, <c>file name</c> or <c>folder name</c>.</param>
/// <param name="Source">The scene; disposed with its series.</param>
/// <param name="Sar">The Sentinel-1 image that goes with it; null for none.</param>
/// <param name="SarDate">The day of that image; null for none.</param>
public sealed record SeriesScene(DateOnly Date, string DateFrom, OpticalSource Source, SarSource? Sar, DateOnly? SarDate);
