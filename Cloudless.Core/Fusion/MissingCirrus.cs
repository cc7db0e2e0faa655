using Cloudless.Imagery;

namespace Cloudless.Fusion;

/// <summary>Images without B10, as Level-2A products are: a model trained with B10 dropped takes a constant in its place.</summary>
public static class MissingCirrus
{
    /// <summary>Bands of such an image: 12.</summary>
    public const int Bands = Sentinel2Band.Count - 1;

    /// <summary>
    /// What training puts in place of a dropped B10, DN: about the median over clear ground (8 to 38 DN on 13 real patches, 12 in most).
    /// </summary>
    public const float Fill = 12f;

    /// <summary>Inserts a constant B10.</summary>
    /// <param name="opticalDn">[12,H,W], planar, B01 .. B09, B11, B12 in band order, signed DN; nodata where all bands are 0.</param>
    /// <param name="fill">DN; pixels of nodata get 0 and stay nodata.</param>
    /// <returns>[13,H,W], DN, new.</returns>
    /// <exception cref="BandMissingException">The image does not have 12 bands.</exception>
    public static Raster<float> Insert(Raster<float> opticalDn, float fill)
    {
        ArgumentNullException.ThrowIfNull(opticalDn);
        if (opticalDn.Channels != Bands)
        {
            throw new BandMissingException($"The image has {opticalDn.Channels} bands; expected {Bands}: all but B10.");
        }

        var full = new Raster<float>(Sentinel2Band.Count, opticalDn.Height, opticalDn.Width);
        opticalDn.Data.CopyTo(full.Data.AsSpan());
        Insert(full.Data, fill);
        return full;
    }

    /// <summary>Inserts a constant B10 where the other bands lie.</summary>
    /// <param name="opticalDn">[13,H,W]; its begin holds [12,H,W], planar. Overwritten.</param>
    /// <param name="fill">DN; pixels of nodata get 0 and stay nodata.</param>
    internal static void Insert(Span<float> opticalDn, float fill)
    {
        int plane = opticalDn.Length / Sentinel2Band.Count, before = Sentinel2Band.B10.Index * plane;
        opticalDn[before..^plane].CopyTo(opticalDn[(before + plane)..]);
        Replace(opticalDn, fill);
    }

    /// <summary>Puts a constant in place of B10.</summary>
    /// <param name="opticalDn">[13,H,W], planar, signed DN; its B10 is overwritten: 0 where all other bands are 0, for that is nodata.</param>
    /// <param name="fill">DN.</param>
    /// <exception cref="BandMissingException">The image does not have 13 bands.</exception>
    public static void Replace(Raster<float> opticalDn, float fill)
    {
        SarOpticalStack.RequireMatch(opticalDn, null);
        Replace(opticalDn.Data.AsSpan(), fill);
    }

    /// <summary>Takes B10 out again.</summary>
    /// <param name="opticalDn">[13,H,W], planar.</param>
    /// <returns>[12,H,W], new.</returns>
    /// <exception cref="BandMissingException">The image does not have 13 bands.</exception>
    public static Raster<float> Remove(Raster<float> opticalDn)
    {
        SarOpticalStack.RequireMatch(opticalDn, null);
        int before = Sentinel2Band.B10.Index * opticalDn.PlaneLength;
        return new Raster<float>(Bands, opticalDn.Height, opticalDn.Width, [.. opticalDn.Data.AsSpan(0, before), .. opticalDn.Data.AsSpan(before + opticalDn.PlaneLength)]);
    }

    private static void Replace(Span<float> opticalDn, float fill)
    {
        int plane = opticalDn.Length / Sentinel2Band.Count;
        Span<float> cirrus = opticalDn.Slice(Sentinel2Band.B10.Index * plane, plane);
        cirrus.Clear();
        for (int p = 0; p < cirrus.Length; p++)
        {
            for (int i = p; i < opticalDn.Length; i += plane)
            {
                if (opticalDn[i] != 0)
                {
                    cirrus[p] = fill;
                    break;
                }
            }
        }
    }
}
