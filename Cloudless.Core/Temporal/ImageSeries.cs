using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>Images of one place on several dates, in memory: what every method of this room takes.</summary>
/// <remarks>
/// Made by <see cref="Of"/>, which checks it. A date on which nothing was measured may be left out or given with a mask of <see cref="PixelClass.NoData"/>.
/// Holds the rasters given, copies none. Reading from several threads is safe.
/// </remarks>
public sealed record ImageSeries
{
    private ImageSeries(IReadOnlyList<DateOnly> dates, IReadOnlyList<Raster<float>> optical, IReadOnlyList<Raster<byte>> masks, IReadOnlyList<Raster<float>?>? sar) =>
        (Dates, Optical, Masks, Sar) = (dates, optical, masks, sar);

    /// <summary>Days of acquisition, ascending, each once.</summary>
    public IReadOnlyList<DateOnly> Dates { get; }

    /// <summary>One image for each date: [C,H,W], planar, signed DN (offset taken out), finite, 0 in every band where nothing was measured, C = 13 in the order of <see cref="Sentinel2Band"/> unless the caller has fewer bands.</summary>
    public IReadOnlyList<Raster<float>> Optical { get; }

    /// <summary>One mask for each date: [1,H,W], values of <see cref="PixelClass"/>.</summary>
    public IReadOnlyList<Raster<byte>> Masks { get; }

    /// <summary>One SAR image for each date, [2,H,W], planar, VV and VH in dB, NaN where nothing was measured, null for a date without; null where no date has any.</summary>
    public IReadOnlyList<Raster<float>?>? Sar { get; }

    /// <summary>C.</summary>
    public int Channels => Optical[0].Channels;

    /// <summary>H in pixels.</summary>
    public int Height => Optical[0].Height;

    /// <summary>W in pixels.</summary>
    public int Width => Optical[0].Width;

    /// <summary>Checks and puts together a series.</summary>
    /// <param name="dates">Days of acquisition, ascending, each once; one at least.</param>
    /// <param name="optical">One image for each date, [C,H,W], planar, signed DN, finite, 0 in every band where nothing was measured; all of one size.</param>
    /// <param name="masks">One mask for each date, [1,H,W], values of <see cref="PixelClass"/>, of the images' size.</param>
    /// <param name="sar">One SAR image for each date, [2,H,W], dB, NaN where nothing was measured, of the images' size, null for a date without; null for none at all.</param>
    /// <exception cref="ArgumentException">There is no date, the lists differ in length, or the dates are not ascending.</exception>
    /// <exception cref="RasterMismatchException">Sizes differ; the message names the date.</exception>
    /// <remarks>Thread-safe.</remarks>
    public static ImageSeries Of(IReadOnlyList<DateOnly> dates, IReadOnlyList<Raster<float>> optical, IReadOnlyList<Raster<byte>> masks, IReadOnlyList<Raster<float>?>? sar = null)
    {
        ArgumentNullException.ThrowIfNull(dates);
        ArgumentNullException.ThrowIfNull(optical);
        ArgumentNullException.ThrowIfNull(masks);
        if (dates.Count == 0)
        {
            throw new ArgumentException("A series needs one date at least; there is none.", nameof(dates));
        }

        SameCount(dates.Count, optical.Count, "images", nameof(optical));
        SameCount(dates.Count, masks.Count, "masks", nameof(masks));
        SameCount(dates.Count, sar?.Count ?? dates.Count, "SAR images", nameof(sar));
        for (int d = 0; d < dates.Count; d++)
        {
            if (d > 0 && dates[d] <= dates[d - 1])
            {
                throw new ArgumentException($"{dates[d]:yyyy-MM-dd} comes after {dates[d - 1]:yyyy-MM-dd}; give the dates ascending, each once.", nameof(dates));
            }

            Raster<float> first = optical[0];
            Require(dates[d], "image", Shape(optical[d]), Shape(first));
            Require(dates[d], "mask", Shape(masks[d]), (1, first.Height, first.Width));
            if (sar?[d] is { } radar)
            {
                Require(dates[d], "SAR image", Shape(radar), (2, first.Height, first.Width));
            }
        }

        return new ImageSeries(dates, optical, masks, sar);
    }

    private static void SameCount(int dates, int found, string what, string parameter)
    {
        if (found != dates)
        {
            throw new ArgumentException($"{dates} dates and {found} {what}; give one for each date.", parameter);
        }
    }

    private static void Require(DateOnly date, string what, (int C, int H, int W) found, (int C, int H, int W) expected)
    {
        if (found != expected)
        {
            throw new RasterMismatchException(
                $"The {what} of {date:yyyy-MM-dd} is [{found.C},{found.H},{found.W}]; [{expected.C},{expected.H},{expected.W}] was expected, by the first date's image. Bring all dates onto one grid.");
        }
    }

    private static (int C, int H, int W) Shape<T>(Raster<T> raster)
        where T : unmanaged => (raster.Channels, raster.Height, raster.Width);
}
