using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Training.Augmentation;

namespace Cloudless.Training.Batches;

/// <summary>The SAR of one sample as the network gets it: with a level error, or none at all.</summary>
internal sealed class SarPatch
{
    private SarPatch(Raster<float>? decibel) => Decibel = decibel;

    /// <summary>[2,H,W], dB, the whole patch; null where the network gets the fill of missing SAR.</summary>
    public Raster<float>? Decibel { get; }

    /// <summary>Draws whether the SAR is dropped, and its level errors.</summary>
    /// <param name="sar">[2,H,W], dB; null where the sample has none; not changed.</param>
    /// <param name="options">How likely and how large.</param>
    /// <param name="random">As many numbers are drawn whether there is SAR or not.</param>
    public static SarPatch Draw(Raster<float>? sar, AugmentationOptions options, SeededRandom random)
    {
        bool dropped = random.NextDouble() < options.SarDropout;
        float[] shifts = [(float)(options.SarJitter * random.NextGaussian()), (float)(options.SarJitter * random.NextGaussian())];
        if (sar is null || dropped)
        {
            return new SarPatch(null);
        }

        var shifted = new Raster<float>(sar.Channels, sar.Height, sar.Width);
        for (int c = 0; c < sar.Channels; c++)
        {
            ReadOnlySpan<float> from = sar.Channel(c);
            Span<float> to = shifted.Channel(c);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = from[i] + shifts[c];
            }
        }

        return new SarPatch(shifted);
    }

    /// <summary>Cuts both channels, or their fill.</summary>
    /// <param name="transform">The sample's cut.</param>
    /// <param name="destination">[2,crop,crop], overwritten.</param>
    public void Cut(PatchTransform transform, Span<float> destination)
    {
        int plane = destination.Length / SarOpticalStack.SarBands;
        for (int c = 0; c < SarOpticalStack.SarBands; c++)
        {
            Span<float> channel = destination.Slice(c * plane, plane);
            if (Decibel is null)
            {
                channel.Fill(SarFill.Of(c));
            }
            else
            {
                transform.Apply<float, float>(Decibel.Channel(c), Decibel.Width, channel);
            }
        }
    }
}
