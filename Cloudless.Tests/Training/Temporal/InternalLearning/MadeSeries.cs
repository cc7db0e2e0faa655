using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;

namespace Cloudless.Tests.Training.Temporal;

/// <summary>A place with a bright and a dark half that grows lighter over the dates, and on each date a bright cloud somewhere else.</summary>
internal static class MadeSeries
{
    public const int Side = 32;

    /// <summary>What the ground is without clouds, DN.</summary>
    public static float Ground(int band, int date, int row, int column) => (column < Side / 2 ? 800 : 2400) + (40 * band) + (60 * date) + (row % 4 * 50);

    public static ImageSeries Of(int dates, int bands = 3, bool sar = false, byte covered = PixelClass.Cloud)
    {
        var optical = new Raster<float>[dates];
        var masks = new Raster<byte>[dates];
        var radar = new Raster<float>?[dates];
        for (int d = 0; d < dates; d++)
        {
            (optical[d], masks[d]) = (new Raster<float>(bands, Side, Side), new Raster<byte>(1, Side, Side));
            radar[d] = d == 1 ? null : new Raster<float>(2, Side, Side);
            for (int y = 0; y < Side; y++)
            {
                for (int x = 0; x < Side; x++)
                {
                    bool cloud = IsCloud(d, y, x);
                    masks[d][0, y, x] = cloud ? covered : PixelClass.Clear;
                    for (int b = 0; b < bands; b++)
                    {
                        optical[d][b, y, x] = cloud ? 9000 : Ground(b, d, y, x);
                    }

                    for (int p = 0; p < 2 && radar[d] is not null; p++)
                    {
                        radar[d]![p, y, x] = (x < Side / 2 ? -16 : -9) - (5 * p) - (y % 4);
                    }
                }
            }
        }

        return ImageSeries.Of([.. Enumerable.Range(0, dates).Select(d => new DateOnly(2018, 1, 1).AddDays(10 * d))], optical, masks, sar ? radar : null);
    }

    public static bool IsCloud(int date, int row, int column) => row >= 8 && row < 24 && column >= date * 5 && column < (date * 5) + 12;
}
