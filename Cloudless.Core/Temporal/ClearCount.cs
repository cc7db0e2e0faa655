using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>How often each pixel of a series is clear.</summary>
internal static class ClearCount
{
    /// <summary>Counts the dates with <see cref="PixelClass.Clear"/>.</summary>
    /// <param name="masks">[1,H,W] each, of one size.</param>
    /// <returns>[1,H,W].</returns>
    public static Raster<ushort> Of(IReadOnlyList<Raster<byte>> masks)
    {
        var counts = new Raster<ushort>(1, masks[0].Height, masks[0].Width);
        foreach (Raster<byte> mask in masks)
        {
            for (int i = 0; i < counts.Data.Length; i++)
            {
                counts.Data[i] += mask.Data[i] == PixelClass.Clear ? (ushort)1 : (ushort)0;
            }
        }

        return counts;
    }

    /// <summary>What to say of pixels that are clear on no date; empty where there is none.</summary>
    public static IReadOnlyList<string> Notes(Raster<ushort> counts)
    {
        int never = counts.Data.AsSpan().Count((ushort)0);
        return never == 0 ? [] : [FormattableString.Invariant($"{never} of {counts.Data.Length} pixels are clear on no date; what stands there is a guess.")];
    }
}
