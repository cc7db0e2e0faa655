using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>How much of the fine detail of a clear image another one of the same ground has: power above a spatial frequency, as the ratio to the clear image's.</summary>
/// <remarks>
/// Power is that of the four bands that are taken at 10 m (B02, B03, B04, B08), each divided by the clear image's power in that band before they are averaged, so that bright bands do not rule. The
/// fine part of an image is what remains when all frequencies below the cutoff are taken out; its square, averaged over some pixels, is their power (Parseval), so that a mask can be looked at alone.
/// 1 is all detail, less is blur, more is texture or noise that the ground does not have. Pixels without data are texture too: give none. Immutable, safe from several threads.
/// </remarks>
public sealed class HighFrequencies
{
    /// <summary>Frequency from which detail is fine, cycles per pixel: half of the finest that the grid holds; periods below 40 m at 10 m.</summary>
    public const double DefaultCutoff = 0.25;

    /// <summary>Rings of the spectrum, each 0.05 cycles per pixel wide; the last one takes all that is finer.</summary>
    public const int Rings = 10;

    private const double RingWidth = 0.05;

    private static readonly Sentinel2Band[] Bands = [Sentinel2Band.B02, Sentinel2Band.B03, Sentinel2Band.B04, Sentinel2Band.B08];

    private readonly CosineTransform _transform;
    private readonly double _cutoff;
    private readonly (double[] Squares, double[] Spectrum)[] _clear;

    /// <summary>Prepares for a clear image.</summary>
    /// <param name="clear">[13,H,W], DN; not changed.</param>
    /// <param name="cutoff">Frequency from which detail is fine, 0..0.7 cycles per pixel.</param>
    public HighFrequencies(Raster<float> clear, double cutoff = DefaultCutoff)
    {
        ArgumentNullException.ThrowIfNull(clear);
        (_transform, _cutoff) = (new CosineTransform(clear.Height, clear.Width), cutoff);
        _clear = [.. Bands.Select(b => Fine(clear.Channel(b.Index)))];
    }

    /// <summary>Compares an image with the clear one.</summary>
    /// <param name="image">[13,H,W], DN, of the clear image's size.</param>
    /// <param name="mask">[H,W]: the pixels that count as inside.</param>
    /// <exception cref="ArgumentException">The image or the mask has another size than the clear image.</exception>
    public DetailKept Of(Raster<float> image, ReadOnlySpan<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        if ((image.Height, image.Width) != (_transform.Height, _transform.Width) || mask.Length != image.PlaneLength)
        {
            throw new ArgumentException($"The image has {image.Width} x {image.Height} pixels and the mask {mask.Length}; the clear image has {_transform.Width} x {_transform.Height}.");
        }

        double[] spectrum = new double[Rings];
        double inside = 0, outside = 0;
        for (int b = 0; b < Bands.Length; b++)
        {
            (double[] squares, double[] power) = Fine(image.Channel(Bands[b].Index));
            for (int ring = 0; ring < Rings; ring++)
            {
                spectrum[ring] += power[ring] / _clear[b].Spectrum[ring] / Bands.Length;
            }

            inside += Ratio(squares, _clear[b].Squares, mask, true) / Bands.Length;
            outside += Ratio(squares, _clear[b].Squares, mask, false) / Bands.Length;
        }

        return new DetailKept(inside, outside, spectrum);
    }

    private (double[] Squares, double[] Spectrum) Fine(ReadOnlySpan<float> plane)
    {
        double[] coefficients = _transform.Forward(plane), spectrum = new double[Rings];
        for (int i = 0; i < coefficients.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, _transform.Width);
            double frequency = _transform.Frequency(row, column);

            // The mean is no detail of any size.
            spectrum[Math.Min((int)(frequency / RingWidth), Rings - 1)] += i == 0 ? 0 : coefficients[i] * coefficients[i];
            coefficients[i] = frequency < _cutoff ? 0 : coefficients[i];
        }

        double[] fine = _transform.Inverse(coefficients);
        return ([.. fine.Select(v => v * v)], spectrum);
    }

    private static double Ratio(double[] squares, double[] clear, ReadOnlySpan<bool> mask, bool inside)
    {
        double has = 0, all = 0;
        for (int i = 0; i < squares.Length; i++)
        {
            (has, all) = mask[i] == inside ? (has + squares[i], all + clear[i]) : (has, all);
        }

        return all > 0 ? has / all : double.NaN;
    }
}

/// <summary>Fine detail of an image as the share of the clear image's.</summary>
/// <param name="Inside">In the mask; NaN where it is empty or the clear image has no detail there.</param>
/// <param name="Outside">Outside of it, likewise.</param>
/// <param name="Spectrum">Power over the clear image's in each ring of frequencies, whole image; NaN where the clear one has none.</param>
public sealed record DetailKept(double Inside, double Outside, IReadOnlyList<double> Spectrum);
