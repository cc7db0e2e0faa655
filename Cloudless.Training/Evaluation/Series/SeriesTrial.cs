using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;

namespace Cloudless.Training.Evaluation.Series;

/// <summary>What methods get, and what they are judged against.</summary>
/// <param name="Input">The dates given.</param>
/// <param name="Target">The day wanted.</param>
/// <param name="Truth">[C,H,W], DN.</param>
/// <param name="Judged">[1,H,W]: what counts as covered and what as clear.</param>
/// <param name="Cover">Share of covered pixels of the wanted date; where that is left out the mean over the dates given. 0..1.</param>
internal sealed record SeriesTrial(ImageSeries Input, DateOnly Target, Raster<float> Truth, Raster<byte> Judged, double Cover)
{
    /// <summary>Blends clouds onto a date of a series and gives some of its neighbors with it.</summary>
    public static SeriesTrial Blend(NamedSeries series, int target, int donor, int dates, int turn)
    {
        ImageSeries all = series.Images;
        float[] alpha = Turned(series.Opacity[donor], turn).Data;
        Raster<float> clouds = Turned(all.Optical[donor], turn), ground = all.Optical[target];
        var image = new Raster<float>(ground.Channels, ground.Height, ground.Width);
        for (int c = 0; c < image.Channels; c++)
        {
            ReadOnlySpan<float> from = ground.Channel(c), over = clouds.Channel(c);
            Span<float> to = image.Channel(c);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = from[i] + (alpha[i] * (over[i] - from[i]));
            }
        }

        Raster<byte> mask = series.MaskOf(image, all.Masks[target], alpha);
        int first = Math.Clamp(target - (dates / 2), 0, all.Dates.Count - dates);
        int[] used = [.. Enumerable.Range(first, dates)];
        var input = ImageSeries.Of(
            [.. used.Select(d => all.Dates[d])],
            [.. used.Select(d => d == target ? image : all.Optical[d])],
            [.. used.Select(d => d == target ? mask : all.Masks[d])],
            all.Sar is null ? null : [.. used.Select(d => all.Sar[d])]);
        return new SeriesTrial(input, all.Dates[target], ground, mask, Share(mask));
    }

    /// <summary>Leaves a date out and gives its nearest neighbors in the order of the series.</summary>
    public static SeriesTrial HeldOut(NamedSeries series, int target, int dates)
    {
        ImageSeries all = series.Images;
        int first = Math.Clamp(target - (dates / 2), 0, all.Dates.Count - dates - 1);
        int[] used = [.. Enumerable.Range(first, dates + 1).Where(d => d != target)];
        Raster<byte>[] masks = [.. used.Select(d => all.Masks[d])];
        var judged = new Raster<byte>(1, all.Height, all.Width);
        for (int i = 0; i < judged.Data.Length; i++)
        {
            judged.Data[i] = masks.Any(m => m.Data[i] == PixelClass.Clear) ? PixelClass.Clear : PixelClass.Cloud;
        }

        var input = ImageSeries.Of(
            [.. used.Select(d => all.Dates[d])], [.. used.Select(d => all.Optical[d])], masks, all.Sar is null ? null : [.. used.Select(d => all.Sar[d])]);
        return new SeriesTrial(input, all.Dates[target], all.Optical[target], judged, masks.Average(Share));
    }

    private static double Share(Raster<byte> mask) => mask.Data.Count(PixelClass.IsCovered) / (double)mask.Data.Length;

    // Bits: mirrored up-down, mirrored left-right, and where the image is square, transposed.
    private static Raster<float> Turned(Raster<float> image, int turn)
    {
        var turned = new Raster<float>(image.Channels, image.Height, image.Width);
        bool transpose = (turn & 4) != 0 && image.Height == image.Width;
        for (int c = 0; c < image.Channels; c++)
        {
            for (int y = 0; y < image.Height; y++)
            {
                for (int x = 0; x < image.Width; x++)
                {
                    int row = (turn & 1) != 0 ? image.Height - 1 - y : y, column = (turn & 2) != 0 ? image.Width - 1 - x : x;
                    turned[c, y, x] = transpose ? image[c, column, row] : image[c, row, column];
                }
            }
        }

        return turned;
    }
}
