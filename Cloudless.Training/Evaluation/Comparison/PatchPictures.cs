using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>A patch for people to look at: pictures in PNG, mean spectra in reflectance.</summary>
/// <param name="Patch">Id of the patch.</param>
/// <param name="Scene">Its scene.</param>
/// <param name="Covered">Share of cloud and shadow pixels, 0..1.</param>
/// <param name="Mask">The mask: clear black, cloud white, shadow grey.</param>
/// <param name="Target">The cloud-free image in true color.</param>
/// <param name="TargetSpectrum">Its mean spectrum over the covered pixels, or over all where none is covered.</param>
/// <param name="Views">What the methods made of it; the first is the cloudy input.</param>
public sealed record PatchPictures(
    string Patch, string Scene, double Covered, byte[] Mask, byte[] Target, IReadOnlyList<double> TargetSpectrum, IReadOnlyList<MethodView> Views)
{
    /// <summary>Mean error over the bands that becomes full white in an error map, DN.</summary>
    public const double LargestError = 1000;

    /// <summary>Makes the pictures.</summary>
    internal static PatchPictures Of(EvaluationPatch patch, IReadOnlyList<(string Name, Raster<float> Image)> results)
    {
        Raster<float> target = patch.Target;
        byte[] mask = patch.Mask.Data;
        bool[] counted = mask.Any(PixelClass.IsCovered) ? [.. mask.Select(PixelClass.IsCovered)] : [.. mask.Select(_ => true)];
        return new PatchPictures(
            patch.Id, patch.Scene, patch.Share(PixelClass.IsCovered),
            Gray(target, i => mask[i] switch { PixelClass.Cloud => 1, PixelClass.Shadow => 0.5, _ => 0 }),
            TrueColor(target), Spectrum(target, counted),
            [.. results.Select(r => new MethodView(r.Name, TrueColor(r.Image), Gray(target, i => Error(r.Image, target, i) / LargestError), Spectrum(r.Image, counted)))]);
    }

    private static byte[] TrueColor(Raster<float> image) => PngEncoder.Encode(Quicklook.TrueColor(image), image.Height, image.Width);

    private static byte[] Gray(Raster<float> like, Func<int, double> value)
    {
        byte[] rgb = new byte[3 * like.PlaneLength];
        for (int i = 0; i < like.PlaneLength; i++)
        {
            rgb[i] = rgb[like.PlaneLength + i] = rgb[(2 * like.PlaneLength) + i] = (byte)Math.Clamp(value(i) * 255, 0, 255);
        }

        return PngEncoder.Encode(rgb, like.Height, like.Width);
    }

    private static double Error(Raster<float> image, Raster<float> target, int pixel)
    {
        double sum = 0;
        for (int c = 0; c < image.Channels; c++)
        {
            sum += Math.Abs(image.Channel(c)[pixel] - target.Channel(c)[pixel]);
        }

        return sum / image.Channels;
    }

    private static double[] Spectrum(Raster<float> image, bool[] counted)
    {
        var spectrum = new double[image.Channels];
        for (int c = 0; c < spectrum.Length; c++)
        {
            ReadOnlySpan<float> plane = image.Channel(c);
            double sum = 0;
            int count = 0;
            for (int i = 0; i < plane.Length; i++)
            {
                (sum, count) = counted[i] ? (sum + plane[i], count + 1) : (sum, count);
            }

            spectrum[c] = sum / count / 10_000;
        }

        return spectrum;
    }
}

/// <summary>What a method made of a patch.</summary>
/// <param name="Method">The method.</param>
/// <param name="Image">True color, PNG.</param>
/// <param name="Error">Mean error over the bands, black for none, white from <see cref="PatchPictures.LargestError"/> on, PNG.</param>
/// <param name="Spectrum">Mean spectrum over the same pixels as the target's, reflectance.</param>
public sealed record MethodView(string Method, byte[] Image, byte[] Error, IReadOnlyList<double> Spectrum);
