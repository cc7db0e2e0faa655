using Cloudless.Imagery;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal.Streaming;

/// <summary>A strip of a scene in signed DN, as long as it is being looked at.</summary>
/// <param name="Core">The rows that the strip answers for.</param>
/// <param name="Wide">These with their halo.</param>
/// <param name="Dn">Its begin: [13,h,w] of <paramref name="Wide"/>; 0 in every band of a nodata pixel.</param>
internal readonly record struct StripView(Window Core, Window Wide, float[] Dn)
{
    /// <summary>Pixels with halo.</summary>
    public int Plane => Wide.Height * Wide.Width;

    /// <summary>First pixel of the core.</summary>
    public int First => (Core.Row - Wide.Row) * Wide.Width;

    /// <summary>Pixels of the core.</summary>
    public int Count => Core.Height * Core.Width;

    /// <summary>[13,h,w] with halo.</summary>
    public ReadOnlySpan<float> Optical => Dn.AsSpan(0, Sentinel2Band.Count * Plane);

    /// <summary>The rows of the core.</summary>
    public PlaneRows Rows => new(Dn, Plane, First, Count);
}
