using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>A part of an optical scene: some bands in a window of its grid.</summary>
/// <param name="Bands">Channels of the scene, from 0, rising.</param>
/// <param name="Window">Pixels of the scene's grid.</param>
public readonly record struct OpticalPiece(IReadOnlyList<int> Bands, Window Window)
{
    /// <summary>Samples: bands * height * width.</summary>
    public int Length => checked(Bands.Count * Window.Height * Window.Width);
}
