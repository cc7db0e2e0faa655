using Cloudless.Imagery;
using Cloudless.Temporal;

namespace Cloudless.Tests.Temporal;

/// <summary>Series of 2 x 2 pixels and two bands, the second one DN above the first, for tests.</summary>
internal static class SmallSeries
{
    public static DateOnly Day(int day) => new DateOnly(2018, 1, 1).AddDays(day);

    public static Raster<byte> Mask(params byte[] classes) => new(1, 2, 2, classes);

    public static Raster<float> Image(params float[] band) => new(2, 2, 2, [.. band, .. band.Select(v => v + 1)]);

    public static ImageSeries Of(params (int Day, Raster<float> Image, Raster<byte> Mask)[] dates) =>
        ImageSeries.Of([.. dates.Select(d => Day(d.Day))], [.. dates.Select(d => d.Image)], [.. dates.Select(d => d.Mask)]);
}
