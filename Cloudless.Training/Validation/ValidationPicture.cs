using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;

namespace Cloudless.Training.Validation;

/// <summary>Cloudy input, prediction, target and mask of a patch, side by side.</summary>
/// <param name="Id">The patch.</param>
/// <param name="Rgb">[3,H,W], planar, 0..255.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
internal sealed record ValidationPicture(string Id, byte[] Rgb, int Height, int Width)
{
    private const int Panels = 4, Gap = 4;

    // Clear, cloud, shadow: told apart in gray too.
    private static readonly byte[][] Colors = [[40, 60, 40], [255, 255, 255], [90, 90, 160]];

    /// <summary>Draws a patch; all images have one stretch.</summary>
    /// <param name="id">The patch.</param>
    /// <param name="input">[13,H,W], DN.</param>
    /// <param name="prediction">[13,H,W], DN.</param>
    /// <param name="target">[13,H,W], DN.</param>
    /// <param name="mask">[H,W], 0 clear, 1 cloud, 2 shadow.</param>
    public static ValidationPicture Of(string id, Raster<float> input, Raster<float> prediction, Raster<float> target, ReadOnlySpan<byte> mask)
    {
        int height = input.Height, width = input.Width, sheet = (Panels * width) + ((Panels - 1) * Gap);
        byte[] rgb = new byte[3 * height * sheet];
        Array.Fill(rgb, byte.MaxValue);
        byte[][] panels = [Quicklook.TrueColor(input), Quicklook.TrueColor(prediction), Quicklook.TrueColor(target), Classes(mask)];
        for (int panel = 0; panel < Panels; panel++)
        {
            for (int line = 0; line < 3 * height; line++)
            {
                panels[panel].AsSpan(line * width, width).CopyTo(rgb.AsSpan((line * sheet) + (panel * (width + Gap))));
            }
        }

        return new ValidationPicture(id, rgb, height, sheet);
    }

    private static byte[] Classes(ReadOnlySpan<byte> mask)
    {
        byte[] rgb = new byte[3 * mask.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            byte[] color = Colors[mask[i] == PixelClass.Cloud ? 1 : mask[i] == PixelClass.Shadow ? 2 : 0];
            for (int c = 0; c < 3; c++)
            {
                rgb[(c * mask.Length) + i] = color[c];
            }
        }

        return rgb;
    }
}
