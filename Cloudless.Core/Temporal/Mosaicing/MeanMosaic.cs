using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>
/// Mosaicing as published: every pixel is the mean of the dates on which it is neither cloud nor shadow, half of the range where there is none
/// (baseline of Ebel et al. 2022, SEN12MS-CR-TS, section IV-B). The same image for every day.
/// </summary>
public sealed class MeanMosaic : ISeriesMethod
{
    /// <summary>What the paper writes where no date is clear: half of the range 0..10000 DN.</summary>
    public const float PublishedFill = 5000;

    /// <inheritdoc/>
    public string Name => "mosaic-mean";

    /// <summary>Makes the mosaic.</summary>
    /// <param name="dates">Images of one size, [C,H,W], planar, DN, offset taken out.</param>
    /// <param name="masks">Their masks, [1,H,W], values of <see cref="PixelClass"/>; nodata pixels are not taken.</param>
    /// <param name="fill">DN where no date is clear.</param>
    /// <returns>[C,H,W], DN.</returns>
    /// <exception cref="ArgumentException">There is no date, or not one mask for each.</exception>
    /// <exception cref="RasterMismatchException">Sizes differ.</exception>
    /// <remarks>Thread-safe.</remarks>
    public static Raster<float> Of(IReadOnlyList<Raster<float>> dates, IReadOnlyList<Raster<byte>> masks, float fill = PublishedFill)
    {
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(masks);
        if (dates.Count == 0 || masks.Count != dates.Count)
        {
            throw new ArgumentException($"{dates.Count} dates and {masks.Count} masks; a mosaic needs one date at least and a mask for each.", nameof(masks));
        }

        Raster<float> first = dates[0];
        var sums = new Raster<float>(first.Channels, first.Height, first.Width);
        int[] counts = new int[first.PlaneLength];
        for (int d = 0; d < dates.Count; d++)
        {
            Check(first, dates[d], masks[d], d);
            Add(dates[d], masks[d].Data, sums, counts);
        }

        for (int c = 0; c < sums.Channels; c++)
        {
            Span<float> plane = sums.Channel(c);
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] = counts[i] == 0 ? fill : plane[i] / counts[i];
            }
        }

        return sums;
    }

    /// <inheritdoc/>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        Raster<float> mosaic = Of(series.Optical, series.Masks);
        Raster<ushort> counts = ClearCount.Of(series.Masks);
        return new SeriesResult { Images = [.. target.In(series).Select(d => new SeriesImage(d, mosaic))], ClearDates = counts, Notes = ClearCount.Notes(counts) };
    }

    private static void Add(Raster<float> date, byte[] mask, Raster<float> sums, int[] counts)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            counts[i] += mask[i] == PixelClass.Clear ? 1 : 0;
        }

        for (int c = 0; c < sums.Channels; c++)
        {
            ReadOnlySpan<float> from = date.Channel(c);
            Span<float> to = sums.Channel(c);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] += mask[i] == PixelClass.Clear ? from[i] : 0;
            }
        }
    }

    private static void Check(Raster<float> first, Raster<float> date, Raster<byte> mask, int index)
    {
        if (date.Channels != first.Channels || date.Height != first.Height || date.Width != first.Width || mask.Height != first.Height || mask.Width != first.Width)
        {
            throw new RasterMismatchException(
                $"Date {index} is [{date.Channels},{date.Height},{date.Width}] with a mask of {mask.Height} x {mask.Width}; the first date is [{first.Channels},{first.Height},{first.Width}]. Give dates of one size.");
        }
    }
}
