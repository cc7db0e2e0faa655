using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>A cloud-free image that a method made.</summary>
/// <param name="Date">The day it stands for.</param>
/// <param name="Optical">[C,H,W], planar, signed DN, bands as in the series.</param>
public sealed record SeriesImage(DateOnly Date, Raster<float> Optical);
