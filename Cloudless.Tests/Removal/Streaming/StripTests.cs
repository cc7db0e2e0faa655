using Cloudless.Imagery;
using Cloudless.Removal.Streaming;

namespace Cloudless.Tests.Removal.Streaming;

[TestFixture]
public class StripTests
{
    [TestCase(1000, 10980, 66, 0)]
    [TestCase(333, 100, 10, 64)]
    [TestCase(64, 5, 0, 64)]
    [TestCase(10980, 10980, 66, 0)]
    [TestCase(300, 200000, 66, 0)]
    public void Cores_tile_the_scene_in_whole_blocks_and_fit_what_was_asked(int height, int width, int halo, int rows)
    {
        var strips = new SceneStrips(height, width, halo, rows);
        int next = 0;
        for (int i = 0; i < strips.Count; i++)
        {
            Window core = strips.Core(i), wide = strips.Wide(i);
            Assert.That((core.Row, core.Column, core.Width), Is.EqualTo((next, 0, width)));
            Assert.That(core.Row % 64, Is.Zero);
            Assert.That(wide, Is.EqualTo(new Window(0, Math.Max(0, core.Row - halo), width, Math.Min(height, core.Bottom + halo) - Math.Max(0, core.Row - halo))));
            Assert.That(wide.Height * wide.Width, Is.LessThanOrEqualTo(strips.LargestWide));
            next = core.Bottom;
        }

        Assert.That(next, Is.EqualTo(height));
    }

    [Test]
    public void A_scene_that_fits_is_one_strip() => Assert.That(new SceneStrips(2048, 2048, 66).Count, Is.EqualTo(1));

    [Test]
    public void A_strip_is_told_once_when_the_last_row_of_its_halo_is_there()
    {
        var tracker = new StripTracker(new SceneStrips(256, 100, 10, 64), channels: 3);
        Assert.Multiple(() =>
        {
            Assert.That(tracker.Add(3, new Window(0, 0, 100, 64)), Is.Empty, "the halo below is missing");
            Assert.That(tracker.Add(2, new Window(0, 64, 100, 64)), Is.Empty, "a channel is missing");
            Assert.That(tracker.Add(1, new Window(0, 64, 60, 64)), Is.Empty);
            Assert.That(tracker.Add(1, new Window(60, 64, 40, 64)), Is.EqualTo(new[] { 0 }));
            Assert.That(tracker.Add(3, new Window(0, 192, 100, 64)), Is.Empty);
            Assert.That(tracker.Add(3, new Window(0, 128, 100, 64)), Is.EqualTo(new[] { 1, 2, 3 }));
        });
    }
}
