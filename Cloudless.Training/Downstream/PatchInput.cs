using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>Makes the input of a classifier of a patch: center, bands, scale.</summary>
internal static class PatchInput
{
    /// <summary>Refuses a patch that a classifier cannot take.</summary>
    /// <exception cref="BandMissingException">It has not 13 bands.</exception>
    /// <exception cref="RasterMismatchException">It is smaller than the side.</exception>
    public static void RequireFit(Raster<float> patch, int? side, string source)
    {
        if (patch.Channels != Sentinel2Band.Count)
        {
            throw new BandMissingException($"{source}: a patch has {patch.Channels} bands; all {Sentinel2Band.Count} are needed, in the order B01 .. B12.");
        }

        if (side is { } s && Math.Min(patch.Height, patch.Width) < s)
        {
            throw new RasterMismatchException($"{source}: a patch has {patch.Width} x {patch.Height} pixels; the classifier takes {s} x {s}. Give larger patches, or a classifier of smaller ones.");
        }
    }

    /// <summary>The part of a patch that a classifier looks at: its center.</summary>
    public static Window Center(int height, int width, int? side) =>
        side is { } s ? new Window((width - s) / 2, (height - s) / 2, s, s) : new Window(0, 0, width, height);

    /// <summary>The input, [B,H,W].</summary>
    public static Raster<float> Of(Raster<float> patch, ForeignClassifier form, int? side)
    {
        Window window = Center(patch.Height, patch.Width, side);
        var input = new Raster<float>(form.Bands.Count, window.Height, window.Width);
        for (int b = 0; b < form.Bands.Count; b++)
        {
            ReadOnlySpan<float> plane = patch.Channel(form.Bands[b].Index);
            double mean = form.Mean?[b] ?? 0, std = form.Std?[b] ?? 1;
            Span<float> to = input.Channel(b);
            for (int i = 0; i < to.Length; i++)
            {
                float dn = plane[((window.Row + (i / window.Width)) * patch.Width) + window.Column + (i % window.Width)];
                to[i] = (float)(((dn * form.Scale) - mean) / std);
            }
        }

        return input;
    }
}
