using Cloudless.Imagery;
using Cloudless.Training.Augmentation;

namespace Cloudless.Tests.Training;

[TestFixture]
public class PatchTransformTests
{
    // 3 x 4 plane:  0 1 2 3 / 4 5 6 7 / 8 9 10 11; the window is its middle left 2 x 2: 4 5 / 8 9.
    private static readonly short[] Plane = [.. Enumerable.Range(0, 12).Select(i => (short)i)];
    private static readonly Window Window = new(0, 1, 2, 2);

    [TestCase(false, false, 0, new[] { 4, 5, 8, 9 })]
    [TestCase(true, false, 0, new[] { 8, 9, 4, 5 })]
    [TestCase(false, true, 0, new[] { 5, 4, 9, 8 })]
    // Counter-clockwise, as numpy.rot90.
    [TestCase(false, false, 1, new[] { 5, 9, 4, 8 })]
    [TestCase(false, false, 2, new[] { 9, 8, 5, 4 })]
    [TestCase(false, false, 3, new[] { 8, 4, 9, 5 })]
    // Rows reversed (8 9 / 4 5), then turned once.
    [TestCase(true, false, 1, new[] { 9, 5, 8, 4 })]
    public void Crop_is_flipped_then_turned(bool rows, bool columns, int turns, int[] expected)
    {
        float[] result = new float[4];
        new PatchTransform(Window, rows, columns, turns).Apply<short, float>(Plane, 4, result);
        Assert.That(result, Is.EqualTo(expected));
    }

    [Test]
    public void Draws_stay_inside_reach_every_corner_and_every_orientation()
    {
        var random = new SeededRandom(5);
        PatchTransform[] draws = [.. Enumerable.Range(0, 500).Select(_ => PatchTransform.Draw(10, 12, 8, new AugmentationOptions(), random))];
        Assert.Multiple(() =>
        {
            Assert.That(draws.All(d => d.Window.FitsIn(12, 10)), Is.True);
            Assert.That(draws.Select(d => d.Window.Column).Distinct().Order(), Is.EqualTo(Enumerable.Range(0, 5)));
            Assert.That(draws.Select(d => d.Window.Row).Distinct().Order(), Is.EqualTo(Enumerable.Range(0, 3)));
            Assert.That(draws.Select(d => (d.FlipRows, d.FlipColumns, d.QuarterTurns)).Distinct().Count(), Is.EqualTo(12));
        });
    }

    [Test]
    public void What_is_switched_off_is_not_drawn_and_leaves_the_other_draws_as_they_are()
    {
        PatchTransform Draw(AugmentationOptions options, ulong seed) => PatchTransform.Draw(10, 12, 8, options, new SeededRandom(seed));
        var still = new AugmentationOptions { RandomCrop = false, Flip = false, Turn = false };
        for (ulong seed = 1; seed < 20; seed++)
        {
            PatchTransform all = Draw(new AugmentationOptions(), seed);
            Assert.That(Draw(still, seed), Is.EqualTo(new PatchTransform(new Window(0, 0, 8, 8), false, false, 0)));
            Assert.That(Draw(still with { RandomCrop = true }, seed), Is.EqualTo(all with { FlipRows = false, FlipColumns = false, QuarterTurns = 0 }));
            Assert.That(Draw(new AugmentationOptions { Flip = false }, seed), Is.EqualTo(all with { FlipRows = false, FlipColumns = false }));
        }
    }

    [Test]
    public void A_crop_larger_than_the_patch_is_refused() =>
        Assert.That(() => PatchTransform.Draw(7, 12, 8, new AugmentationOptions(), new SeededRandom(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
