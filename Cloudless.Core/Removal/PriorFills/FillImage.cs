using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Removal.PriorFills;

/// <summary>An image that a prior fill learns from, by its clear pixels, or is applied to, on its covered ones.</summary>
/// <remarks>Shares its rasters with who made it; any number of threads may read it while nobody writes them.</remarks>
public sealed class FillImage
{
    /// <summary>
    /// Clear pixels that an image must have to say something about itself: the last few dozen clear pixels of an overcast image are haze at
    /// cloud edges (one patch with 20 of them lost 7 dB by its own median).
    /// </summary>
    internal const int EnoughPixels = 200;

    /// <summary>Wraps rasters without copying.</summary>
    /// <param name="optical">[13,H,W], DN with the offset taken out.</param>
    /// <param name="sar">[2,H,W], VV and VH in dB, no NaN; null where there is none.</param>
    /// <param name="mask">[1,H,W], values of <see cref="PixelClass"/>; null: all pixels are clear.</param>
    /// <exception cref="RasterMismatchException">Sizes or channel counts do not fit.</exception>
    public FillImage(Raster<float> optical, Raster<float>? sar, Raster<byte>? mask)
    {
        ArgumentNullException.ThrowIfNull(optical);
        mask ??= new Raster<byte>(1, optical.Height, optical.Width);
        if (optical.Channels != Sentinel2Band.Count || mask.PlaneLength != optical.PlaneLength
            || (sar is not null && (sar.Channels != 2 || sar.PlaneLength != optical.PlaneLength)))
        {
            throw new RasterMismatchException(
                $"Optical is [{optical.Channels},{optical.Height},{optical.Width}], SAR [{sar?.Channels},{sar?.Height},{sar?.Width}], mask [{mask.Channels},{mask.Height},{mask.Width}]. Give 13 optical bands, VV and VH, and one mask of one size.");
        }

        (Optical, Sar, Mask) = (optical, sar, mask);
    }

    /// <summary>[13,H,W], DN.</summary>
    public Raster<float> Optical { get; }

    /// <summary>[2,H,W], VV and VH in dB; null where there is none.</summary>
    public Raster<float>? Sar { get; }

    /// <summary>[1,H,W], values of <see cref="PixelClass"/>.</summary>
    public Raster<byte> Mask { get; }

    /// <summary>The optical image with its covered pixels replaced.</summary>
    /// <param name="estimate">DN for a band and a pixel.</param>
    internal Raster<float> Fill(Func<int, int, float> estimate)
    {
        var filled = new Raster<float>(Optical.Channels, Optical.Height, Optical.Width, [.. Optical.Data]);
        for (int i = 0; i < Mask.Data.Length; i++)
        {
            if (PixelClass.IsCovered(Mask.Data[i]))
            {
                for (int band = 0; band < filled.Channels; band++)
                {
                    filled.Data[(band * filled.PlaneLength) + i] = estimate(band, i);
                }
            }
        }

        return filled;
    }
}
