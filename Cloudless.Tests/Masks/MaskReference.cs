using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

/// <summary>Cloud score and classes pixel by pixel from their definition: no tiles, no vectors, no threads, each window walked anew.</summary>
internal static class MaskReference
{
    public static (float[] Score, byte[] PixelClass) Compute(Raster<float> image, CloudMaskOptions options)
    {
        int h = image.Height, w = image.Width, n = h * w;
        bool[] none = [.. Enumerable.Range(0, n).Select(i => options.MarkNoData && Enumerable.Range(0, 13).All(c => image.Data[(c * n) + i] == 0))];
        float[] raw = [.. Enumerable.Range(0, n).Select(i => none[i] ? 0 : Raw(image.Data, n, i, options))];
        float[] dilated = Window(raw, h, w, 2, float.NegativeInfinity, values => values.Max());
        float[] closed = Window(dilated, h, w, 2, float.PositiveInfinity, values => values.Min());
        float[] score = Window(closed, h, w, 3, 0, MeanOfSeven);

        double[] csi = [.. Enumerable.Range(0, n).Select(i => ((double)image.Data[(7 * n) + i] + image.Data[(11 * n) + i]) / 2)];
        double[] blue = [.. Enumerable.Range(0, n).Select(i => (double)image.Data[n + i])];
        double csiThreshold = Threshold(csi, none, 3.0 / 4), blueThreshold = Threshold(blue, none, 5.0 / 6);
        float[] dark = [.. Enumerable.Range(0, n).Select(i => !none[i] && csi[i] < csiThreshold && blue[i] < blueThreshold ? 1f : 0)];
        float[] darkNear = Window(dark, h, w, 2, 0, values => values.Sum());
        byte[] pixelClass = [.. Enumerable.Range(0, n).Select(i => none[i] ? PixelClass.NoData
            : score[i] >= (float)options.Threshold ? PixelClass.Cloud : darkNear[i] >= 13 ? PixelClass.Shadow : PixelClass.Clear)];
        return (score, pixelClass);
    }

    private static float Raw(float[] data, int n, int i, CloudMaskOptions options)
    {
        float Band(int c) => data[(c * n) + i] / 10_000f;
        static float Ramp(float x, double a, double b) => (x - (float)a) / (float)(b - a);
        static float Difference(float a, float b) => (a - b) / (a + b == 0 ? 0.001f : a + b);
        (double low, double high) = options.Cirrus == CirrusConstants.DSen2Cr ? (0.15, 0.2) : (0.4, 0.9);
        float[] tests =
        [
            1, Ramp(Band(1), 0.1, 0.5), Ramp(Band(0), 0.1, 0.3), Ramp(Band(0) + Band(10), low, high), Ramp(Band(3) + Band(2) + Band(1), 0.2, 0.8),
            options.MoistureTest ? Ramp(Difference(Band(7), Band(11)), -0.1, 0.1) : 1, Ramp(Difference(Band(2), Band(11)), 0.8, 0.6),
        ];
        return tests.Min();
    }

    // Rows of the box first, then columns, in double precision: the order that the detector states.
    private static float MeanOfSeven(float[] box)
    {
        double sum = 0;
        for (int x = 0; x < 7; x++)
        {
            double column = 0;
            for (int y = 0; y < 7; y++)
            {
                column += box[(7 * y) + x];
            }

            sum += column;
        }

        return Math.Clamp((float)(sum * (1.0 / 49)), 0.00001f, 1f);
    }

    private static float[] Window(float[] source, int h, int w, int radius, float outside, Func<float[], float> pick)
    {
        int side = (2 * radius) + 1;
        float[] result = new float[source.Length], box = new float[side * side];
        for (int i = 0; i < result.Length; i++)
        {
            for (int b = 0; b < box.Length; b++)
            {
                int y = (i / w) + (b / side) - radius, x = (i % w) + (b % side) - radius;
                box[b] = y >= 0 && y < h && x >= 0 && x < w ? source[(y * w) + x] : outside;
            }

            result[i] = pick(box);
        }

        return result;
    }

    private static double Threshold(double[] values, bool[] none, double fraction)
    {
        double[] counted = [.. values.Where((_, i) => !none[i])];
        return counted.Length == 0 ? double.NegativeInfinity : counted.Min() + (fraction * (counted.Average() - counted.Min()));
    }
}
