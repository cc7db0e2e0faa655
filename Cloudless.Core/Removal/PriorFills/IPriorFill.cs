using Cloudless.Imagery;

namespace Cloudless.Removal.PriorFills;

/// <summary>
/// A simple estimate of what lies under clouds, learned from clear pixels elsewhere: the baseline that a network must beat, and the surface
/// that a model card may ask to have put under the clouds before the network sees them.
/// </summary>
/// <remarks>Immutable and thread-safe once fitted.</remarks>
public interface IPriorFill
{
    /// <summary>Name in tables and model cards.</summary>
    string Name { get; }

    /// <summary>Fills the covered pixels.</summary>
    /// <param name="image">What to fill.</param>
    /// <returns>[13,H,W], DN, new: the input where it is clear or nodata, the estimate under cloud and shadow.</returns>
    Raster<float> Apply(FillImage image);
}
