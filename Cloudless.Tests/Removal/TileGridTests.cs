using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Removal;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class TileGridTests
{
    [TestCase(1, 1, 256, 34)]
    [TestCase(257, 129, 64, 10)]
    [TestCase(100, 300, 100, 0)]
    public void Cores_cover_every_pixel_once(int width, int height, int tileSize, int halo)
    {
        int[] covered = new int[width * height];
        foreach (Tile tile in TileGrid.Cut(width, height, tileSize, new TileReach(1, halo)))
        {
            for (int y = tile.Core.Row; y < tile.Core.Bottom; y++)
            {
                for (int x = tile.Core.Column; x < tile.Core.Right; x++)
                {
                    covered[(y * width) + x]++;
                }
            }
        }

        Assert.That(covered, Is.All.EqualTo(1));
    }

    [Test]
    public void Cores_and_inputs_begin_on_multiples_of_the_alignment()
    {
        IReadOnlyList<Tile> tiles = TileGrid.Cut(300, 200, 64, new TileReach(6, 24));
        Assert.Multiple(() =>
        {
            Assert.That(tiles.Select(t => t.Core.Column).Distinct(), Is.EqualTo(new[] { 0, 66, 132, 198, 264 }));
            Assert.That(tiles.Select(t => t.Input.Row).Distinct(), Is.EqualTo(new[] { 0, 66 - 24, 132 - 24, 198 - 24 }));
            Assert.That(TileGrid.Cut(300, 200, int.MaxValue, new TileReach(6, 24)), Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void Halos_are_whole_inside_the_image_and_cut_at_its_edges()
    {
        IReadOnlyList<Tile> tiles = TileGrid.Cut(200, 200, 64, new TileReach(1, 10));
        Assert.Multiple(() =>
        {
            Assert.That(tiles, Has.Count.EqualTo(16));
            Assert.That(tiles[0].Input, Is.EqualTo(new Window(0, 0, 74, 74)));
            Assert.That(tiles[5].Input, Is.EqualTo(new Window(54, 54, 84, 84)));
            Assert.That(tiles[15], Is.EqualTo(new Tile(new Window(192, 192, 8, 8), new Window(182, 182, 18, 18))));
        });
    }
}
