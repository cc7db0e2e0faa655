using System.Numerics;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

/// <summary>Tiles, vectors and threads against the definition, bit for bit.</summary>
[TestFixture]
public class MaskKernelTests
{
    private static readonly (int Height, int Width)[] Sizes =
        [(1, 1), (3, 5), (5, 3), (1, 40), (40, 1), (6, 16), (7, 17), (33, 47), (64, 64), (270, 35), (300, 521), (19, 4_200)];

    [Test]
    public void Scores_and_classes_equal_the_definition_for_every_size_type_and_number_of_threads(
        [ValueSource(nameof(Sizes))] (int Height, int Width) size, [Values] bool markNoData)
    {
        (int height, int width) = size;
        var options = new CloudMaskOptions { MarkNoData = markNoData, Cirrus = width % 2 == 0 ? CirrusConstants.UnCRtainTs : CirrusConstants.DSen2Cr };
        Raster<ushort> stored = Blotches(height, width, seed: (ulong)(height * width));
        Raster<float> image = ToFloat(stored, offset: 0);
        (float[] score, byte[] classes) = MaskReference.Compute(image, options);
        foreach (int threads in new[] { 1, 2, 5 })
        {
            float[] alone = new float[score.Length], scoreOfFloat = new float[score.Length], scoreOfStored = new float[score.Length];
            byte[] ofFloat = new byte[score.Length], ofStored = new byte[score.Length];
            CloudScore.Compute(stored.Data, height, width, options, alone, threads);
            CloudShadowMask.Compute(image.Data, height, width, options, ofFloat, scoreOfFloat, threads);
            CloudShadowMask.Compute(stored.Data, height, width, options, ofStored, scoreOfStored, threads);
            Assert.Multiple(() =>
            {
                Assert.That(alone, Is.EqualTo(score), "score alone");
                Assert.That(scoreOfFloat, Is.EqualTo(score), "score, float");
                Assert.That(scoreOfStored, Is.EqualTo(score), "score, uint16");
                Assert.That(ofFloat, Is.EqualTo(classes), "classes, float");
                Assert.That(ofStored, Is.EqualTo(classes), "classes, uint16");
            });
        }
    }

    [Test]
    public void Signed_and_broken_numbers_equal_the_definition([Values] bool moisture)
    {
        // Offset taken out, so negative too; and with fractions, as after resampling.
        Raster<float> image = ToFloat(Blotches(61, 83, 5), offset: -1000);
        for (int i = 0; i < image.Data.Length; i += 3)
        {
            image.Data[i] += 0.3f;
        }

        var options = new CloudMaskOptions { MoistureTest = moisture };
        (float[] score, byte[] classes) = MaskReference.Compute(image, options);
        float[] found = new float[score.Length];
        byte[] foundClasses = new byte[score.Length];
        CloudShadowMask.Compute(image.Data, image.Height, image.Width, options, foundClasses, found);
        Assert.That(found, Is.EqualTo(score));
        Assert.That(foundClasses, Is.EqualTo(classes));
    }

    [Test]
    public void Removal_weights_have_the_same_bits_for_every_number_of_threads()
    {
        Raster<float> image = ToFloat(Blotches(270, 2_100, seed: 8, pixelsEach: 3_000), offset: 0);
        float[] one = new float[image.PlaneLength], more = new float[image.PlaneLength];
        RemovalMask.Compute(image.Data, image.Height, image.Width, new RemovalMaskOptions(), one, threads: 1);
        Assert.That(one.Count(w => w > 0), Is.InRange(one.Length / 20, one.Length * 19 / 20), "a fixture with something of everything");
        foreach (int threads in new[] { 2, 5 })
        {
            RemovalMask.Compute(image.Data, image.Height, image.Width, new RemovalMaskOptions(), more, threads);
            Assert.That(more, Is.EqualTo(one));
        }
    }

    [Test]
    public void Small_weak_regions_go_and_others_stay_also_across_bands_of_rows()
    {
        const int Height = 300, Width = 70, Area = 9;
        var random = new SeededRandom(4);
        byte[] mask = [.. Enumerable.Range(0, Height * Width).Select(_ => random.NextDouble() < 0.3 ? (byte)1 : (byte)0)];
        byte[] strong = [.. mask.Select(m => m != 0 && random.NextDouble() < 0.02 ? (byte)1 : (byte)0)];
        byte[] expected = [.. mask];
        foreach (List<int> region in Regions(mask, Width).Where(region => region.Count < Area && region.All(i => strong[i] == 0)))
        {
            region.ForEach(i => expected[i] = 0);
        }

        Remove(mask, strong, Height, Width, Area);
        Assert.That(mask, Is.EqualTo(expected));
    }

    [TestCase(10_000f)]
    [TestCase((float)(0.5 - 0.1))]
    [TestCase((float)(0.3 - 0.1))]
    [TestCase((float)(0.20 - 0.15))]
    [TestCase((float)(0.9 - 0.4))]
    [TestCase((float)(0.8 - 0.2))]
    [TestCase((float)(0.1 - -0.1))]
    [TestCase((float)(0.6 - 0.8))]
    public void Division_by_a_known_divisor_is_the_division_for_all_significands(float divisor)
    {
        var known = new KnownDivisor(divisor);
        var vector = new float[Vector<float>.Count];
        for (int bits = BitConverter.SingleToInt32Bits(1f); bits < BitConverter.SingleToInt32Bits(2f); bits += vector.Length)
        {
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] = BitConverter.Int32BitsToSingle(bits + i);
            }

            var x = new Vector<float>(vector);
            if (known.Divide(x) != x / new Vector<float>(divisor))
            {
                Assert.Fail($"{x} / {divisor}: {known.Divide(x)}, expected {x / new Vector<float>(divisor)}.");
            }
        }
    }

    private static unsafe void Remove(byte[] mask, byte[] strong, int height, int width, int area)
    {
        fixed (byte* m = mask)
        fixed (byte* s = strong)
        fixed (int* label = new int[mask.Length])
        {
            SmallRegions.Remove(m, s, height, width, area, label, threads: 3);
        }
    }

    private static IEnumerable<List<int>> Regions(byte[] mask, int width)
    {
        var seen = new bool[mask.Length];
        for (int first = 0; first < mask.Length; first++)
        {
            if (mask[first] == 0 || seen[first])
            {
                continue;
            }

            List<int> region = [first];
            seen[first] = true;
            for (int k = 0; k < region.Count; k++)
            {
                for (int d = 0; d < 9; d++)
                {
                    int x = (region[k] % width) + (d % 3) - 1, i = ((region[k] / width) + (d / 3) - 1) * width + x;
                    if (x >= 0 && x < width && i >= 0 && i < mask.Length && mask[i] != 0 && !seen[i])
                    {
                        seen[i] = true;
                        region.Add(i);
                    }
                }
            }

            yield return region;
        }
    }

    // Land with noise, dark and bright blotches, and a corner without data: every class, every test's both sides.
    private static Raster<ushort> Blotches(int height, int width, ulong seed, int pixelsEach = 400)
    {
        var random = new SeededRandom(seed);
        var image = new Raster<ushort>(13, height, width);
        int n = height * width;
        double[] level = [.. Enumerable.Repeat(1.0, n)];
        for (int blotch = 0; blotch < 1 + (n / pixelsEach); blotch++)
        {
            int row = random.Next(height), column = random.Next(width), radius = 2 + random.Next(12);
            double factor = blotch % 2 == 0 ? 0.3 : 2 + random.NextDouble(0, 4);
            for (int i = 0; i < n; i++)
            {
                int dy = (i / width) - row, dx = (i % width) - column;
                level[i] = (dy * dy) + (dx * dx) <= radius * radius ? factor : level[i];
            }
        }

        for (int i = 0; i < n; i++)
        {
            bool none = (i / width) + (i % width) < Math.Min(height, width) / 3;
            for (int c = 0; c < 13; c++)
            {
                image.Data[(c * n) + i] = none ? (ushort)0 : (ushort)(c == 10 ? random.Next(90) : (level[i] * 1100) + random.Next(400));
            }
        }

        // Single bands at 0 and sums of 0 are data; so is the largest number.
        image.Data[n + (n / 2)] = image.Data[(2 * n) + (n / 2)] = image.Data[(11 * n) + (n / 2)] = 0;
        image.Data[(3 * n) + (n / 3)] = image.Data[(7 * n) + (n / 3)] = image.Data[(11 * n) + (n / 3)] = ushort.MaxValue;
        return image;
    }

    private static Raster<float> ToFloat(Raster<ushort> image, float offset) =>
        new(13, image.Height, image.Width, [.. image.Data.Select(v => v + offset)]);
}
