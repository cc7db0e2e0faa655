using Cloudless.Imagery;
using Cloudless.Rasters.Products;

namespace Cloudless.Tests.Rasters.Products;

[TestFixture]
public class BandUpsamplerTests
{
    private const int Width = 23, Height = 17;

    [Test]
    public void Bilinear_weights_are_those_of_the_areas_centers()
    {
        // Centers of the fine pixels lie a quarter of a pixel beside those of the coarse ones; outside the outermost centers nothing is extrapolated.
        ushort[] fine = Whole<ushort>([100, 200, 300, 500], 2, 2, 2, BandResampling.Bilinear);
        Assert.That(fine, Is.EqualTo(new ushort[] { 100, 125, 175, 200, 150, 181, 244, 275, 250, 294, 381, 425, 300, 350, 450, 500 }));
    }

    [TestCase(BandResampling.Nearest, 2)]
    [TestCase(BandResampling.Bilinear, 2)]
    [TestCase(BandResampling.Bilinear, 3)]
    [TestCase(BandResampling.Bilinear, 6)]
    [TestCase(BandResampling.Cubic, 2)]
    [TestCase(BandResampling.Cubic, 6)]
    public void Every_pixel_is_the_weighted_sum_of_those_around_it(BandResampling resampling, int factor)
    {
        ushort[] source = Profiles.Random(1, Height, Width, 3).Data;
        source = [.. source.Select(v => (ushort)(20000 + (v % 20000)))];
        ushort[] fine = Whole(source, Width, Height, factor, resampling);
        double largest = 0;
        for (int y = 0; y < Height * factor; y++)
        {
            for (int x = 0; x < Width * factor; x++)
            {
                largest = Math.Max(largest, Math.Abs(fine[(y * Width * factor) + x] - Reference(source, factor, resampling, y, x)));
            }
        }

        // Rounding to whole numbers; the reference's own rounding of halves, and single precision of the cubic sums.
        Assert.That(largest, Is.LessThanOrEqualTo(resampling == BandResampling.Cubic ? 0.51 : 0.500001));
    }

    [Test]
    public void The_whole_and_its_windows_have_the_same_bits([Values] BandResampling resampling, [Values(2, 6)] int factor)
    {
        ushort[] source = Profiles.Random(1, Height, Width, 4).Data;
        for (int i = 0; i < source.Length; i += 11)
        {
            source[i] = 0;
        }

        source.AsSpan(5 * Width, 2 * Width).Clear();
        ushort[] whole = Whole(source, Width, Height, factor, resampling);
        var random = new Random(5);
        for (int n = 0; n < 60; n++)
        {
            int left = random.Next(Width * factor), top = random.Next(Height * factor);
            var window = new Window(left, top, random.Next(1, (Width * factor) - left + 1), random.Next(1, (Height * factor) - top + 1));
            ushort[] part = Part(source, Width, Height, factor, resampling, window);
            for (int y = 0; y < window.Height; y++)
            {
                Assert.That(
                    part.AsSpan(y * window.Width, window.Width).SequenceEqual(whole.AsSpan(((window.Row + y) * Width * factor) + window.Column, window.Width)),
                    $"{window}, row {y}");
            }
        }
    }

    [Test]
    public void Nodata_stays_where_it_lies_and_is_not_mixed_in([Values] BandResampling resampling)
    {
        ushort[] source = [.. Enumerable.Repeat((ushort)4000, Width * Height)];
        source[(4 * Width) + 9] = 0;
        source.AsSpan(12 * Width, Width).Clear();
        ushort[] fine = Whole(source, Width, Height, 6, resampling);
        IEnumerable<ushort> expected = from y in Enumerable.Range(0, Height * 6) from x in Enumerable.Range(0, Width * 6) select source[(y / 6 * Width) + (x / 6)];
        Assert.That(fine, Is.EqualTo(expected));
    }

    [Test]
    public void Gaps_of_floating_point_bands_are_not_mixed_in()
    {
        float[] fine = Whole<float>([float.NaN, 0.5f, 0.5f, 0.5f], 2, 2, 2, BandResampling.Bilinear);
        Assert.That(fine, Is.EqualTo(new[] { float.NaN, float.NaN, 0.5f, 0.5f, float.NaN, float.NaN, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f }));
    }

    [TestCase(BandResampling.Bilinear)]
    [TestCase(BandResampling.Cubic)]
    public void Data_never_becomes_nodata_nor_leaves_its_type(BandResampling resampling)
    {
        ushort[] source = [.. Enumerable.Range(0, Width * Height).Select(i => (ushort)(i % 3 == 0 ? 65535 : 1))];
        ushort[] fine = Whole(source, Width, Height, 2, resampling);
        Assert.That(fine, Has.None.EqualTo(0));
        Assert.That(fine.Max(), Is.GreaterThan(60000));
    }

    private static T[] Whole<T>(T[] source, int width, int height, int factor, BandResampling resampling)
        where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T> =>
        Part(source, width, height, factor, resampling, new Window(0, 0, width * factor, height * factor));

    private static T[] Part<T>(T[] source, int width, int height, int factor, BandResampling resampling, Window window)
        where T : unmanaged, System.Numerics.INumber<T>, System.Numerics.IMinMaxValue<T>
    {
        Window at = BandUpsampler.SourceOf(window, factor, resampling, width, height);
        T[] part = new Raster<T>(1, height, width, source).Crop(at).Data, fine = new T[window.Width * window.Height];
        new BandUpsampler<T>(factor, resampling, 0).Run(part, at, width, height, window, fine);
        return fine;
    }

    private static double Reference(ushort[] source, int factor, BandResampling resampling, int y, int x)
    {
        double row = ((y + 0.5) / factor) - 0.5, column = ((x + 0.5) / factor) - 0.5, sum = 0;
        for (int j = (int)Math.Floor(row) - 1; j <= Math.Floor(row) + 2; j++)
        {
            for (int i = (int)Math.Floor(column) - 1; i <= Math.Floor(column) + 2; i++)
            {
                sum += Kernel(row - j) * Kernel(column - i) * source[(Math.Clamp(j, 0, Height - 1) * Width) + Math.Clamp(i, 0, Width - 1)];
            }
        }

        return sum;

        double Kernel(double t) => (resampling, Math.Abs(t)) switch
        {
            (BandResampling.Nearest, var a) => a < 0.5 ? 1 : 0,
            (BandResampling.Bilinear, var a) => Math.Max(0, 1 - a),
            (_, < 1 and var a) => (1.5 * a * a * a) - (2.5 * a * a) + 1,
            (_, < 2 and var a) => (-0.5 * a * a * a) + (2.5 * a * a) - (4 * a) + 2,
            _ => 0,
        };
    }
}
