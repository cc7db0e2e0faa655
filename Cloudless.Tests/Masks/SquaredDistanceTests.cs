using Cloudless.Masks;

namespace Cloudless.Tests.Masks;

[TestFixture]
public class SquaredDistanceTests
{
    [TestCase(1, 1, 0.5)]
    [TestCase(1, 40, 0.1)]
    [TestCase(40, 1, 0.1)]
    [TestCase(23, 31, 0.3)]
    [TestCase(31, 23, 0.01)]
    public void Distances_within_reach_equal_brute_force_and_others_are_farther(int height, int width, double share)
    {
        const int Reach = 9;
        var random = new SeededRandom(2);
        byte[] marked = [.. Enumerable.Range(0, height * width).Select(_ => random.NextDouble() < share ? (byte)1 : (byte)0)];
        var found = new int[marked.Length];
        SquaredDistance.Compute(marked, height, width, Reach, new int[SquaredDistance.WorkLength(width)], new int[marked.Length], found);
        for (int i = 0; i < found.Length; i++)
        {
            int expected = Enumerable.Range(0, marked.Length).Where(j => marked[j] != 0)
                .Select(j => Square((i / width) - (j / width)) + Square((i % width) - (j % width)))
                .DefaultIfEmpty(int.MaxValue).Min();
            if (expected <= Reach * Reach)
            {
                Assert.That(found[i], Is.EqualTo(expected), $"pixel {i}");
            }
            else
            {
                Assert.That(found[i], Is.GreaterThan(Reach * Reach), $"pixel {i}");
            }
        }
    }

    [Test]
    public void Wide_images_do_not_overflow()
    {
        const int Width = 120_000, Reach = 10_000, Right = 110_000;
        var marked = new byte[Width];
        marked[0] = marked[Right] = 1;
        var found = new int[Width];
        SquaredDistance.Compute(marked, 1, Width, Reach, new int[SquaredDistance.WorkLength(Width)], new int[Width], found);
        for (int x = 0; x < Width; x++)
        {
            int far = Math.Min(x, Math.Abs(x - Right));
            Assert.That(found[x], far <= Reach ? Is.EqualTo(far * far) : Is.GreaterThan(Reach * Reach), $"column {x}");
        }
    }

    private static int Square(int v) => v * v;
}
