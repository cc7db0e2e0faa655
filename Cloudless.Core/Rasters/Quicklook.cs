using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Pictures for people: true color from DN, and before and after side by side, as PNG. Safe from any thread.</summary>
public static class Quicklook
{
    /// <summary>DN that becomes full white: the saturation of the true color image (TCI) in ESA's own products.</summary>
    public const double DefaultMaximumDn = 3558;

    private const int Channels = 3, Gap = 8, LargestSide = 1600;

    /// <summary>Turns DN into colors with one linear stretch, so that pictures of one place compare.</summary>
    /// <param name="dn">[13,H,W], planar, DN with the product's offset taken out; B04, B03, B02 become red, green, blue.</param>
    /// <param name="maximumDn">DN that becomes 255; above it all is 255.</param>
    /// <returns>[3,H,W], planar: 1..255, and 0 where a pixel is nodata (all three bands 0 or NaN).</returns>
    /// <exception cref="BandMissingException">The image has not 13 bands.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumDn"/> is not positive.</exception>
    public static byte[] TrueColor(Raster<float> dn, double maximumDn = DefaultMaximumDn)
    {
        ArgumentNullException.ThrowIfNull(dn);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumDn);
        if (dn.Channels != Sentinel2Band.Count)
        {
            throw new BandMissingException($"A true color picture needs B04, B03 and B02 of a {Sentinel2Band.Count}-band image; this one has {dn.Channels} bands.");
        }

        int plane = dn.PlaneLength;
        var rgb = new byte[Channels * plane];
        Colors(
            dn.Channel(Sentinel2Band.B04.Index), dn.Channel(Sentinel2Band.B03.Index), dn.Channel(Sentinel2Band.B02.Index), maximumDn,
            rgb.AsSpan(0, plane), rgb.AsSpan(plane, plane), rgb.AsSpan(2 * plane, plane));
        return rgb;
    }

    /// <summary>By how much sides are reduced so that none is above 1600 pixels.</summary>
    internal static int Factor(int height, int width) => (Math.Max(height, width) + LargestSide - 1) / LargestSide;

    /// <summary>Turns DN of some pixels into colors, as <see cref="TrueColor"/> does.</summary>
    internal static void Colors(
        ReadOnlySpan<float> b04, ReadOnlySpan<float> b03, ReadOnlySpan<float> b02, double maximumDn, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        float factor = (float)(255 / maximumDn);
        for (int i = 0; i < b04.Length; i++)
        {
            if (IsData(b04[i]) || IsData(b03[i]) || IsData(b02[i]))
            {
                (red[i], green[i], blue[i]) = (Stretch(b04[i] * factor), Stretch(b03[i] * factor), Stretch(b02[i] * factor));
            }
            else
            {
                (red[i], green[i], blue[i]) = (0, 0, 0);
            }
        }
    }

    /// <summary>Writes a picture as PNG; it appears whole or not at all.</summary>
    /// <param name="path">Where.</param>
    /// <param name="rgb">[3,H,W], planar: red, green, blue, 0..255.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="ArgumentException"><paramref name="rgb"/> has another length.</exception>
    /// <exception cref="OutputExistsException">A file is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public static void WritePng(string path, ReadOnlySpan<byte> rgb, int height, int width, bool overwrite = false)
    {
        CheckLength(rgb, height, width, nameof(rgb));
        AtomicFile.WriteAllBytes(path, PngEncoder.Encode(rgb, height, width), overwrite);
    }

    /// <summary>Writes two pictures side by side, the earlier one left; sides above 1600 pixels are reduced by averaging.</summary>
    /// <param name="path">Where.</param>
    /// <param name="before">[3,H,W], planar: red, green, blue, 0..255.</param>
    /// <param name="after">[3,H,W], as <paramref name="before"/>.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="ArgumentException">A picture has another length.</exception>
    /// <exception cref="OutputExistsException">A file is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public static void WriteBeforeAfter(
        string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int height, int width, bool overwrite = false)
    {
        CheckLength(before, height, width, nameof(before));
        CheckLength(after, height, width, nameof(after));
        int factor = Factor(height, width);
        var panels = new byte[2][];
        int panelHeight = (height + factor - 1) / factor, panelWidth = (width + factor - 1) / factor, plane = height * width;
        for (int i = 0; i < 2; i++)
        {
            panels[i] = new byte[Channels * panelHeight * panelWidth];
            for (int line = 0; line < Channels * panelHeight; line++)
            {
                (int channel, int row) = Math.DivRem(line, panelHeight);
                Reduce((i == 0 ? before : after).Slice(channel * plane, plane), height, width, factor, row, panels[i].AsSpan(line * panelWidth, panelWidth));
            }
        }

        WriteSheet(path, panels[0], panels[1], panelHeight, panelWidth, overwrite);
    }

    /// <summary>Writes two pictures of one size side by side as they are.</summary>
    internal static void WriteSheet(string path, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int height, int width, bool overwrite)
    {
        int sheetWidth = (2 * width) + Gap;
        var sheet = new byte[Channels * height * sheetWidth];
        Array.Fill(sheet, byte.MaxValue);
        for (int line = 0; line < Channels * height; line++)
        {
            Span<byte> target = sheet.AsSpan(line * sheetWidth, sheetWidth);
            before.Slice(line * width, width).CopyTo(target);
            after.Slice(line * width, width).CopyTo(target[(width + Gap)..]);
        }

        WritePng(path, sheet, height, sheetWidth, overwrite);
    }

    private static void Reduce(ReadOnlySpan<byte> plane, int height, int width, int factor, int row, Span<byte> line)
    {
        int top = row * factor, bottom = Math.Min(height, top + factor);
        for (int column = 0; column < line.Length; column++)
        {
            int left = column * factor, right = Math.Min(width, left + factor), sum = 0;
            for (int y = top; y < bottom; y++)
            {
                for (int x = left; x < right; x++)
                {
                    sum += plane[(y * width) + x];
                }
            }

            int count = (bottom - top) * (right - left);
            line[column] = (byte)((sum + (count / 2)) / count);
        }
    }

    private static bool IsData(float dn) => dn != 0 && !float.IsNaN(dn);

    // 0 is kept for nodata, as in the products. A lone NaN becomes 1.
    private static byte Stretch(float value) => value > 1 ? (byte)Math.Min(255, value + 0.5f) : (byte)1;

    private static void CheckLength(ReadOnlySpan<byte> rgb, int height, int width, string name)
    {
        if (rgb.Length != (long)Channels * height * width)
        {
            throw new ArgumentException($"{rgb.Length} samples for [3,{height},{width}], which needs {(long)Channels * height * width}.", name);
        }
    }
}
