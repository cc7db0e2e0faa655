using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Removal.PriorFills;
using Cloudless.Training.Augmentation;

namespace Cloudless.Training.Batches;

/// <summary>Makes what a network sees of a cloudy patch, by the code and the rules of removal: a patch is an image of its own.</summary>
/// <param name="fill">Put under the removal mask; null for none.</param>
/// <remarks>Thread-safe. Works on the calling thread, for batches are made beside the engine.</remarks>
internal sealed class InputPreparation(PriorFill? fill)
{
    private static readonly RemovalMaskOptions Mask = new();

    /// <summary>Drops and fills, then cuts.</summary>
    /// <param name="patch">[13,H,W], DN, the whole cloudy patch; changed.</param>
    /// <param name="sar">[2,H,W], dB, as the network gets it; null where it gets none.</param>
    /// <param name="dropB10">Whether the network gets no B10; nor does the removal mask, as for an image without it.</param>
    /// <param name="transform">What is cut.</param>
    /// <param name="optical">[13,crop,crop], overwritten.</param>
    public void Apply(Raster<float> patch, Raster<float>? sar, bool dropB10, PatchTransform transform, Span<float> optical)
    {
        Raster<float> window = Look(patch, sar, dropB10, transform.Window);
        PatchTransform turn = transform with { Window = new Window(0, 0, window.Width, window.Height) };
        for (int c = 0; c < window.Channels; c++)
        {
            turn.Apply<float, float>(window.Channel(c), window.Width, optical.Slice(c * window.PlaneLength, window.PlaneLength));
        }
    }

    /// <summary>A window of what the network sees, [13,h,w], DN.</summary>
    /// <param name="patch">[13,H,W], DN, the whole cloudy patch; changed.</param>
    /// <param name="sar">[2,H,W], dB, as the network gets it; null where it gets none.</param>
    /// <param name="dropB10">Whether the network gets no B10; nor does the removal mask, as for an image without it.</param>
    /// <param name="within">The window of the patch.</param>
    public Raster<float> Look(Raster<float> patch, Raster<float>? sar, bool dropB10, Window within)
    {
        if (dropB10)
        {
            MissingCirrus.Replace(patch, MissingCirrus.Fill);
        }

        Raster<float> window = patch.Crop(within);
        if (fill is not null)
        {
            var weight = new Raster<float>(1, patch.Height, patch.Width);
            RemovalMask.Compute(patch.Data, patch.Height, patch.Width, Mask, weight.Data, threads: 1);
            fill.Measure(patch, sar, weight, threads: 1).Paint(within, window.Data);
        }

        return window;
    }
}
