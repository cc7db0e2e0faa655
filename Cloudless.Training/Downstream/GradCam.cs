using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>
/// Grad-CAM (Selvaraju et al. 2017) for networks that end in a mean over the feature maps and one linear layer. There the derivative of a class's logit by every pixel of map k is the layer's weight
/// divided by the pixels, so the map is known in closed form: the positive part of the weighted sum of the feature maps (CAM, Zhou et al. 2016). No backward pass is run.
/// </summary>
public static class GradCam
{
    /// <summary>Where a network looks for a class.</summary>
    /// <param name="scored">What it said of a patch.</param>
    /// <param name="of">Index of the class.</param>
    /// <returns>[1,h,w], 0 and up, in units of the logit: the mean over all pixels is the positive part's share of it. Null where the classifier gives no feature maps, maps of a single pixel, which say nothing about places, or no weights.</returns>
    /// <exception cref="ModelContractException">The weights do not fit the feature maps.</exception>
    public static Raster<float>? Map(ScoredPatch scored, int of)
    {
        ArgumentNullException.ThrowIfNull(scored);
        if (scored.Features is not { PlaneLength: > 1 } maps || scored.ClassWeights is not { } weights)
        {
            return null;
        }

        if (weights.Count != scored.Logits.Count * maps.Channels)
        {
            throw new ModelContractException(
                $"The classifier gives {maps.Channels} feature maps for {scored.Logits.Count} classes; its last linear layer has {weights.Count} weights, not {scored.Logits.Count * maps.Channels}. Name that layer's weight and the maps before the mean.");
        }

        var map = new Raster<float>(1, maps.Height, maps.Width);
        for (int c = 0; c < maps.Channels; c++)
        {
            float weight = weights[(of * maps.Channels) + c];
            ReadOnlySpan<float> from = maps.Channel(c);
            for (int i = 0; i < from.Length; i++)
            {
                map.Data[i] += weight * from[i];
            }
        }

        for (int i = 0; i < map.Data.Length; i++)
        {
            map.Data[i] = Math.Max(0, map.Data[i]);
        }

        return map;
    }

    /// <summary>Brings a map to a size, bilinearly between the centers of its pixels.</summary>
    /// <param name="map">[1,h,w].</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <returns>[1,H,W].</returns>
    public static Raster<float> Upsample(Raster<float> map, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(map);
        var large = new Raster<float>(1, height, width);
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom, float down) = Between(y, height, map.Height);
            for (int x = 0; x < width; x++)
            {
                (int left, int right, float along) = Between(x, width, map.Width);
                float above = map[0, top, left] + (along * (map[0, top, right] - map[0, top, left]));
                float below = map[0, bottom, left] + (along * (map[0, bottom, right] - map[0, bottom, left]));
                large[0, y, x] = above + (down * (below - above));
            }
        }

        return large;
    }

    private static (int From, int To, float Share) Between(int at, int size, int of)
    {
        float place = Math.Clamp(((at + 0.5f) * of / size) - 0.5f, 0, of - 1);
        int from = (int)place;
        return (from, Math.Min(from + 1, of - 1), place - from);
    }
}
