using Cloudless.Imagery;

namespace Cloudless.Networks;

/// <summary>The beginning of networks that take reflectance and SAR in one range: optical values clipped to 0..10000 DN, VV and VH to -25..0 dB, as UnCRtainTS and the pix2pix baseline of Meraner et al. 2020 have it.</summary>
internal static class UnitInput
{
    /// <summary>Lower end of the clip range of VV and VH, dB.</summary>
    public const float SarMinimum = -25;

    /// <summary>Adds clip and scale.</summary>
    /// <param name="b">The graph.</param>
    /// <param name="input">Images [N,15,H,W] (13 without SAR), DN and dB; more images of 13 DN may follow.</param>
    /// <param name="channels">C.</param>
    /// <param name="sar">Whether channels 13 and 14 are VV and VH.</param>
    /// <param name="from">What the lower ends become.</param>
    /// <param name="to">What the upper ends become.</param>
    public static string Add(NetworkGraphBuilder b, string input, int channels, bool sar, float from, float to)
    {
        float[] lower = new float[channels], upper = new float[channels], scale = new float[channels], shift = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            bool radar = sar && c is >= Sentinel2Band.Count and < Sentinel2Band.Count + 2;
            (lower[c], upper[c]) = radar ? (SarMinimum, 0f) : (0f, DSen2Cr.OpticalMaximum);
            scale[c] = (to - from) / (upper[c] - lower[c]);
            shift[c] = radar ? to : from;
        }

        return b.Affine("scaled", b.Clamp("clipped", input, lower, upper), scale, shift);
    }
}
