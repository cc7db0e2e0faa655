using Cloudless.Imagery;

namespace Cloudless.Fusion;

/// <summary>The network's input: 13 optical bands in signed DN, then VV and VH in dB.</summary>
/// <remarks>
/// Fill rules, none of which depends on how an image is cut into tiles. Optical: a sample that is NaN or infinite becomes 0 DN, as every band of a
/// nodata pixel is already; 0 is the lower end of the network's clip range, so a gap looks like the padding beyond the image's edge. SAR:
/// a sample that is NaN, infinite, below -50 dB, or 0 in both bands (in linear power also one not above 0) becomes one constant in dB per band: the fill
/// that the model's card names for missing SAR, else <see cref="SarFill"/>, which training uses too. Static methods; safe from any thread.
/// </remarks>
public static class SarOpticalStack
{
    /// <summary>Number of SAR bands: 2, VV and VH.</summary>
    public const int SarBands = 2;

    // Far below the sensor's noise floor (about -30 dB), and below what speckle makes of it: border noise and undeclared fill values.
    internal const float LowestDecibel = -50, LowestPower = 1e-5f;

    /// <summary>Checks the unit of a SAR image, turns it into dB and fills its gaps.</summary>
    /// <param name="sar">[2,H,W], planar, VV and VH, in dB or linear power; declared nodata as NaN. Not changed.</param>
    /// <param name="scale">The unit, or <see cref="SarScale.Auto"/> to tell it by the values.</param>
    /// <param name="name">How errors name the image, e.g. its path.</param>
    /// <param name="fill">VV and VH in dB for samples without data; null for <see cref="SarFill"/>.</param>
    /// <returns>[2,H,W] in dB, all finite, and what was found.</returns>
    /// <exception cref="RasterMismatchException">Not two bands, a band without a valid sample, or values in neither unit.</exception>
    public static (Raster<float> Decibel, SarReport Report) PrepareSar(
        Raster<float> sar, SarScale scale = SarScale.Auto, string name = "The SAR image", IReadOnlyList<float>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(sar);
        if (sar.Channels != SarBands)
        {
            throw new RasterMismatchException($"{name} has {sar.Channels} bands; expected 2, VV and VH in this order.");
        }

        return PrepareSarInPlace(new Raster<float>(sar.Channels, sar.Height, sar.Width, [.. sar.Data]), scale, name, fill);
    }

    /// <summary>As <see cref="PrepareSar"/>, in the caller's own memory.</summary>
    /// <param name="sar">[2,H,W], planar; becomes the result.</param>
    /// <param name="scale">The unit, or <see cref="SarScale.Auto"/>.</param>
    /// <param name="name">How errors name the image.</param>
    /// <param name="fill">VV and VH in dB for samples without data; null for <see cref="SarFill"/>.</param>
    internal static (Raster<float> Decibel, SarReport Report) PrepareSarInPlace(Raster<float> sar, SarScale scale, string name, IReadOnlyList<float>? fill) =>
        (sar, PrepareSarInPlace(sar.Data.AsSpan(), scale, name, fill));

    private static SarReport PrepareSarInPlace(Span<float> sar, SarScale scale, string name, IReadOnlyList<float>? fill)
    {
        var units = new SarUnits();
        units.Add(sar);
        SarScale unit = units.Decide(scale, name);
        int plane = sar.Length / SarBands;
        ToDecibel(sar[..plane], sar[plane..], unit);
        fill ??= [SarFill.Vv, SarFill.Vh];
        long filled = 0;
        for (int c = 0; c < SarBands; c++)
        {
            filled += Fill(sar.Slice(c * plane, plane), fill[c], name, c);
        }

        return new SarReport
        {
            Scale = unit,
            Detected = scale == SarScale.Auto,
            Minimum = units.Minimum,
            Maximum = units.Maximum,
            FilledPercent = 100.0 * filled / sar.Length,
            Fill = [.. fill],
        };
    }

    /// <summary>Tells the unit of a SAR image by its values.</summary>
    /// <param name="sar">[2,H,W], planar; nodata as NaN.</param>
    /// <param name="name">How errors name the image.</param>
    /// <exception cref="RasterMismatchException">Nothing is valid, or the values are in neither unit.</exception>
    internal static SarScale TellScale(Raster<float> sar, string name)
    {
        var units = new SarUnits();
        units.Add(sar.Data);
        return units.Decide(SarScale.Auto, name);
    }

    /// <summary>Copies a window of both images into one contiguous network input.</summary>
    /// <param name="opticalDn">[13,H,W], planar, signed DN; nodata pixels 0 in every band.</param>
    /// <param name="sarDecibel">[2,H,W], planar, VV and VH in dB without gaps, as <see cref="PrepareSar"/> gives it; null for 13 channels.</param>
    /// <param name="window">The part to copy.</param>
    /// <param name="destination">[15,window.Height,window.Width] (13 without SAR), overwritten; finite.</param>
    /// <exception cref="BandMissingException">The optical image does not have 13 bands.</exception>
    /// <exception cref="RasterMismatchException">The images differ in size, or the SAR image does not have 2 bands.</exception>
    /// <exception cref="ArgumentException">The window leaves the image, or the destination has another length.</exception>
    public static void Copy(Raster<float> opticalDn, Raster<float>? sarDecibel, Window window, Span<float> destination)
    {
        RequireMatch(opticalDn, sarDecibel);
        int channels = Sentinel2Band.Count + (sarDecibel is null ? 0 : SarBands), plane = window.Width * window.Height;
        if (!window.FitsIn(opticalDn.Width, opticalDn.Height) || destination.Length != channels * plane)
        {
            throw new ArgumentException(
                $"The window ({window}) of {channels} channels does not fit {opticalDn.Width} x {opticalDn.Height} pixels and {destination.Length} samples.",
                nameof(window));
        }

        for (int c = 0; c < channels; c++)
        {
            CopyChannel(opticalDn, sarDecibel, window, c, destination.Slice(c * plane, plane));
        }
    }

    /// <summary>Copies one channel of a window of both images; the images match and the window lies inside them.</summary>
    /// <param name="opticalDn">[13,H,W].</param>
    /// <param name="sarDecibel">[2,H,W], without gaps; null where the channel is an optical one.</param>
    /// <param name="window">The part to copy.</param>
    /// <param name="channel">0 .. 14.</param>
    /// <param name="destination">[window.Height,window.Width], overwritten; finite.</param>
    internal static void CopyChannel(Raster<float> opticalDn, Raster<float>? sarDecibel, Window window, int channel, Span<float> destination)
    {
        bool optical = channel < Sentinel2Band.Count;
        ReadOnlySpan<float> source = optical ? opticalDn.Channel(channel) : sarDecibel!.Channel(channel - Sentinel2Band.Count);
        for (int y = 0; y < window.Height; y++)
        {
            source.Slice(((window.Row + y) * opticalDn.Width) + window.Column, window.Width).CopyTo(destination[(y * window.Width)..]);
        }

        if (optical)
        {
            Replace(destination, 0);
        }
    }

    /// <summary>Stacks two whole images: checks the unit of the SAR image, turns it into dB and fills its gaps, clears optical samples that are not finite.</summary>
    /// <param name="opticalDn">[13,H,W], planar, signed DN; nodata where all bands are 0.</param>
    /// <param name="sar">[2,H,W], planar, VV and VH on the same grid, in dB or linear power; nodata NaN, or 0 in both bands.</param>
    /// <param name="destination">[15,H,W], overwritten; finite: 13 bands in signed DN, then VV and VH in dB. Must not overlap the others.</param>
    /// <param name="scale">The unit of the SAR image, or <see cref="SarScale.Auto"/> to tell it by the values.</param>
    /// <param name="name">How errors name the SAR image.</param>
    /// <param name="fill">VV and VH in dB for samples without data; null for <see cref="SarFill"/>.</param>
    /// <param name="fillMissing">Whether a SAR image without any valid sample is all fill, instead of an error.</param>
    /// <exception cref="BandMissingException">The optical image does not have 13 bands of the SAR image's size.</exception>
    /// <exception cref="RasterMismatchException">A SAR band has no valid sample, or the values are in neither unit.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public static void Stack(
        ReadOnlySpan<float> opticalDn, ReadOnlySpan<float> sar, Span<float> destination, SarScale scale = SarScale.Auto, string name = "The SAR image",
        IReadOnlyList<float>? fill = null, bool fillMissing = false)
    {
        int plane = sar.Length / SarBands;
        if (plane == 0 || sar.Length % SarBands != 0 || opticalDn.Length != (long)Sentinel2Band.Count * plane)
        {
            throw new BandMissingException(
                $"The optical image holds {opticalDn.Length} samples and {name} {sar.Length}; expected 13 bands and 2 (VV, VH) of the same size.");
        }

        if (destination.Length != opticalDn.Length + sar.Length)
        {
            throw new ArgumentException($"The stack holds {destination.Length} samples; expected {opticalDn.Length + sar.Length}.", nameof(destination));
        }

        opticalDn.CopyTo(destination);
        Replace(destination[..opticalDn.Length], 0);
        Span<float> decibel = destination[opticalDn.Length..];
        sar.CopyTo(decibel);
        if (fillMissing && IsMissing(decibel))
        {
            for (int c = 0; c < SarBands; c++)
            {
                decibel.Slice(c * plane, plane).Fill(fill is null ? SarFill.Of(c) : fill[c]);
            }

            return;
        }

        PrepareSarInPlace(decibel, scale, name, fill);
    }

    /// <summary>Replaces samples that are NaN or infinite.</summary>
    internal static void Replace(Span<float> samples, float fill)
    {
        for (int i = SampleConversion.IndexOfNonFinite(samples); i >= 0 && i < samples.Length; i++)
        {
            samples[i] = float.IsFinite(samples[i]) ? samples[i] : fill;
        }
    }

    /// <summary>Whether SAR in dB is one constant a band: its fill, which tells nothing about the ground.</summary>
    /// <param name="sarDecibel">[2,H,W].</param>
    internal static bool IsFill(ReadOnlySpan<float> sarDecibel)
    {
        ReadOnlySpan<float> vv = sarDecibel[..(sarDecibel.Length / SarBands)], vh = sarDecibel[vv.Length..];
        return !vv.ContainsAnyExcept(vv[0]) && !vh.ContainsAnyExcept(vh[0]);
    }

    /// <summary>Checks that two images can be stacked.</summary>
    internal static void RequireMatch(Raster<float> opticalDn, Raster<float>? sar)
    {
        ArgumentNullException.ThrowIfNull(opticalDn);
        if (opticalDn.Channels != Sentinel2Band.Count)
        {
            throw new BandMissingException(
                $"The optical image has {opticalDn.Channels} bands; expected 13: {string.Join(" ", Sentinel2Band.All.Select(b => b.Id))}.");
        }

        if (sar is not null && (sar.Channels != SarBands || sar.Width != opticalDn.Width || sar.Height != opticalDn.Height))
        {
            throw new RasterMismatchException(
                $"The SAR image is {sar.Channels} bands of {sar.Width} x {sar.Height} pixels; expected 2 (VV, VH) of {opticalDn.Width} x {opticalDn.Height}, "
                + "as the optical image. Warp it onto the optical grid first.");
        }
    }

    private static void ToDecibel(Span<float> vv, Span<float> vh, SarScale unit)
    {
        for (int p = 0; p < vv.Length; p++)
        {
            bool outside = vv[p] == 0 && vh[p] == 0;
            vv[p] = outside ? float.NaN : One(vv[p], unit);
            vh[p] = outside ? float.NaN : One(vh[p], unit);
        }

        static float One(float value, SarScale unit) =>
            unit == SarScale.Decibel ? (value >= LowestDecibel ? value : float.NaN) : value >= LowestPower ? 10 * MathF.Log10(value) : float.NaN;
    }

    private static bool IsMissing(ReadOnlySpan<float> sar)
    {
        foreach (float value in sar)
        {
            if (float.IsFinite(value) && value != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static long Fill(Span<float> band, float fill, string name, int channel)
    {
        long filled = 0;
        for (int i = 0; i < band.Length; i++)
        {
            if (!float.IsFinite(band[i]))
            {
                band[i] = fill;
                filled++;
            }
        }

        return filled < band.Length
            ? filled
            : throw NoValue(name, channel);
    }

    /// <summary>The error of a band without any valid value.</summary>
    internal static RasterMismatchException NoValue(string name, int channel) => new(
        $"{(channel == 0 ? "VV" : "VH")} of {name} has no valid value over the optical image. Give an image with VV and VH of the same place, or leave the SAR image out.");
}
