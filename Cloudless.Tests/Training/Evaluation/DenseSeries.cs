using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;
using Cloudless.Training.Evaluation.Series;

namespace Cloudless.Tests.Training.Evaluation;

/// <summary>The places of data/s1_s2_timeseries: 64 x 64 pixels, ten bands of Level-2A, two years of dates, masks by the product's scene classification.</summary>
internal static class DenseSeries
{
    private const int Side = 64, Fine = 4, Coarse = 6;

    public static IReadOnlyList<NamedSeries> Read() =>
        [.. Directory.GetDirectories(TestData.Require("s1_s2_timeseries")).Order(StringComparer.Ordinal).Select(Place)];

    private static NamedSeries Place(string folder)
    {
        double[] fine = NpyFile.Read(Path.Combine(folder, "s2_10m_B02_B03_B04_B08.npy")).Values;
        double[] coarse = NpyFile.Read(Path.Combine(folder, "s2_20m_B05_B06_B07_B8A_B11_B12.npy")).Values;
        double[] classes = NpyFile.Read(Path.Combine(folder, "s2_20m_SCL.npy")).Values;
        DateOnly[] days = [.. File.ReadLines(Path.Combine(folder, "s2_dates.csv")).Skip(1).Select(l => DateOnly.ParseExact(l.Split(',')[1][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture))];
        int[] used = [.. Enumerable.Range(0, days.Length).Where(d => d == 0 || days[d] > days[d - 1])];
        return NamedSeries.WithMasks(Path.GetFileName(folder), ImageSeries.Of(
            [.. used.Select(d => days[d])], [.. used.Select(d => Image(fine, coarse, d))], [.. used.Select(d => Mask(classes, fine, d))]));
    }

    private static Raster<float> Image(double[] fine, double[] coarse, int date)
    {
        var image = new Raster<float>(Fine + Coarse, Side, Side);
        for (int c = 0; c < image.Channels; c++)
        {
            for (int i = 0; i < Side * Side; i++)
            {
                image.Channel(c)[i] = (float)(c < Fine ? fine[(((date * Fine) + c) * Side * Side) + i] : coarse[(((date * Coarse) + c - Fine) * Side * Side / 4) + Half(i)]);
            }
        }

        return image;
    }

    private static Raster<byte> Mask(double[] classes, double[] fine, int date)
    {
        var mask = new Raster<byte>(1, Side, Side);
        for (int i = 0; i < mask.Data.Length; i++)
        {
            mask.Data[i] = fine[(date * Fine * Side * Side) + i] == 0 ? PixelClass.NoData : (int)classes[(date * Side * Side / 4) + Half(i)] switch
            {
                0 or 1 => PixelClass.NoData,
                3 => PixelClass.Shadow,
                8 or 9 or 10 => PixelClass.Cloud,
                _ => PixelClass.Clear,
            };
        }

        return mask;
    }

    private static int Half(int pixel) => (pixel / Side / 2 * (Side / 2)) + (pixel % Side / 2);
}
