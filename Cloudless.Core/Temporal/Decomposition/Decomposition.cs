using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>What the decompositions share: which series they refuse, which column of the background is the image wanted, and what of the measurement is kept.</summary>
internal static class Decomposition
{
    /// <summary>Makes the images of a background.</summary>
    /// <param name="method">Name, for messages.</param>
    /// <param name="series">The series.</param>
    /// <param name="target">Which dates.</param>
    /// <param name="options">The rules.</param>
    /// <param name="background">Given the indexes of the dates wanted, makes one image each, [C,H,W], DN.</param>
    /// <exception cref="CloudlessException">The series has one date, or nothing known.</exception>
    public static SeriesResult Run(
        string method, ImageSeries series, SeriesTarget target, DecompositionOptions options, Func<IReadOnlyList<int>, IReadOnlyList<Raster<float>>> background)
    {
        Raster<ushort> counts = ClearCount.Of(series.Masks);
        Check(method, series, options, counts);
        IReadOnlyList<DateOnly> days = target.In(series);
        int[] columns = [.. days.Select(d => MosaicLevels.ByNearness(series.Dates, d)[0])];
        IReadOnlyList<Raster<float>> images = background(columns);
        if (options.KeepClear)
        {
            foreach ((int column, Raster<float> image) in columns.Zip(images))
            {
                Keep(series.Optical[column], series.Masks[column].Data, image);
            }
        }

        IEnumerable<string> notes = days.Zip(columns).Where(p => series.Dates[p.Second] != p.First).Select(p => string.Create(
            CultureInfo.InvariantCulture, $"The series has no image of {p.First:yyyy-MM-dd}; what is given is the background of {series.Dates[p.Second]:yyyy-MM-dd}, the nearest date."));
        return new SeriesResult
        {
            Images = [.. days.Zip(images, (d, i) => new SeriesImage(d, i))],
            ClearDates = counts,
            Notes = [.. notes, .. ClearCount.Notes(counts)],
        };
    }

    private static void Check(string method, ImageSeries series, DecompositionOptions options, Raster<ushort> counts)
    {
        if (series.Dates.Count < 2)
        {
            throw new CloudlessException(
                FormattableString.Invariant($"{method} tells what lasts from what passes and needs two dates at least; the series has {series.Dates.Count}. Add dates, or remove the clouds of the one date with 'cloudless remove'."));
        }

        if (options.Masked && !counts.Data.AsSpan().ContainsAnyExcept((ushort)0))
        {
            throw new CloudlessException($"{method}: no pixel of the series is clear on any date, so nothing is known of the ground. Add dates, or check the masks.");
        }

        if (series.Masks.All(m => !m.Data.AsSpan().ContainsAnyExcept(PixelClass.NoData)))
        {
            throw new CloudlessException($"{method}: no pixel of the series holds data on any date. Check the dates given.");
        }
    }

    private static void Keep(Raster<float> measured, byte[] mask, Raster<float> image)
    {
        for (int c = 0; c < image.Channels; c++)
        {
            ReadOnlySpan<float> from = measured.Channel(c);
            Span<float> to = image.Channel(c);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = mask[i] == PixelClass.Clear ? from[i] : to[i];
            }
        }
    }
}
