using Cloudless.Training.Temporal;

namespace Cloudless.Tests.Training.Temporal;

[TestFixture]
public class HeldOutPatchesTests
{
    [Test]
    public void Withheld_pixels_are_clear_ones_that_do_not_count_any_more()
    {
        float[] clear = Clear(), before = (float[])clear.Clone();
        float[] withheld = HeldOutPatches.Take(clear, 2, 16, 16, 4, 0.25, seed: 9);
        Assert.Multiple(() =>
        {
            // A cloud covers the left half of the second date: 16 + 8 patches are clear, a quarter of them is withheld.
            Assert.That(withheld.Sum(), Is.EqualTo(6 * 16));
            Assert.That(clear.Zip(withheld, (c, w) => c + w), Is.EqualTo(before));
        });
    }

    [Test]
    public void Seed_chooses()
    {
        (float[] first, float[] again) = (Take(9), Take(9));
        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(Take(10), Is.Not.EqualTo(first));
        });

        static float[] Take(ulong seed) => HeldOutPatches.Take(Clear(), 2, 16, 16, 4, 0.25, seed);
    }

    [Test]
    public void Something_is_always_left_to_learn_from()
    {
        float[] clear = new float[64];
        clear.AsSpan(0, 32).Fill(1);
        float[] withheld = HeldOutPatches.Take(clear, 1, 8, 8, 4, 0.5, 1);
        Assert.That((clear.Sum(), withheld.Sum()), Is.EqualTo((16, 16)));
        Assert.That(HeldOutPatches.Take(new float[64], 1, 8, 8, 4, 0.5, 1).Sum(), Is.Zero);
    }

    private static float[] Clear() => [.. Enumerable.Range(0, 512).Select(i => i >= 256 && i % 16 < 8 ? 0f : 1f)];
}
