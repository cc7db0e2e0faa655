using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class SquaredDistanceTests
{
    [TestCase(1, 1, 0.5, 9)]
    [TestCase(1, 40, 0.1, 9)]
    [TestCase(40, 1, 0.1, 9)]
    [TestCase(23, 31, 0.3, 9)]
    [TestCase(31, 23, 0.01, 9)]
    [TestCase(31, 70, 0.003, 0)]
    [TestCase(31, 70, 0.003, 127)]
    [TestCase(31, 70, 0.003, 128)]
    [TestCase(20, 300, 0, 5)]
    public void Distances_within_reach_equal_brute_force_and_others_are_farther(int height, int width, double share, int reach)
    {
        var random = new SeededRandom(2);
        byte[] marked = [.. Enumerable.Range(0, height * width).Select(_ => random.NextDouble() < share ? (byte)1 : (byte)0)];
        int[] found = Distances(marked, height, width, reach, threads: 2);
        for (int i = 0; i < found.Length; i++)
        {
            int expected = Enumerable.Range(0, marked.Length).Where(j => marked[j] != 0)
                .Select(j => Square((i / width) - (j / width)) + Square((i % width) - (j % width)))
                .DefaultIfEmpty(int.MaxValue).Min();
            if (expected <= reach * reach)
            {
                Assert.That(found[i], Is.EqualTo(expected), $"pixel {i}");
            }
            else
            {
                Assert.That(found[i], Is.GreaterThan(reach * reach), $"pixel {i}");
            }
        }
    }

    [Test]
    public void Wide_images_do_not_overflow()
    {
        const int Width = 120_000, Reach = 10_000, Right = 110_000;
        var marked = new byte[Width];
        marked[0] = marked[Right] = 1;
        int[] found = Distances(marked, 1, Width, Reach, threads: 1);
        for (int x = 0; x < Width; x++)
        {
            int far = Math.Min(x, Math.Abs(x - Right));
            Assert.That(found[x], far <= Reach ? Is.EqualTo(far * far) : Is.GreaterThan(Reach * Reach), $"column {x}");
        }
    }

    private static unsafe int[] Distances(byte[] marked, int height, int width, int reach, int threads)
    {
        int[] found = new int[marked.Length];
        fixed (byte* marks = marked)
        fixed (ushort* column = new ushort[marked.Length])
        fixed (int* distance = found)
        {
            SquaredDistance.Compute(marks, height, width, reach, column, new DistancePlane(distance, width), threads);
        }

        return found;
    }

    private static int Square(int v) => v * v;
}
