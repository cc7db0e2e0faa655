using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Removal;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class TouchedTilesTests
{
    [Test]
    public void A_tile_is_cut_down_to_the_quarters_that_are_touched_and_begins_where_the_engine_allows_it()
    {
        var weight = new Raster<float>(1, 200, 150);
        weight[0, 30, 50] = 0.5f;
        weight[0, 61, 70] = 1;
        weight[0, 199, 149] = 1;
        var tiles = new TouchedTiles(150, 200, 96, new TileReach(6, 12));
        // In two parts, as strips come.
        tiles.Mark(weight.Data.AsSpan(0, 64 * 150), new Window(0, 0, 150, 64));
        tiles.Mark(weight.Data.AsSpan(64 * 150), new Window(0, 64, 150, 136));
        IReadOnlyList<Tile> touched = tiles.Touched;
        Assert.Multiple(() =>
        {
            Assert.That(tiles.Count, Is.EqualTo(6));
            Assert.That(touched, Has.Count.EqualTo(2));
            Assert.That(touched[0], Is.EqualTo(new Tile(new Window(48, 24, 24, 48), new Window(36, 12, 48, 72))));
            Assert.That(touched[1].Core, Is.EqualTo(new Window(132, 198, 18, 2)), "the last tile is 54 x 8 pixels");
            Assert.That(touched.All(t => t.Core.Row % 6 == 0 && t.Core.Column % 6 == 0));
        });
    }

    [Test]
    public void Nothing_touched_leaves_nothing_to_compute()
    {
        var tiles = new TouchedTiles(150, 200, 96, new TileReach(6, 12));
        tiles.Mark(new float[150 * 200], new Window(0, 0, 150, 200));
        Assert.That(tiles.Touched, Is.Empty);
    }
}
