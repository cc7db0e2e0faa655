using Cloudless.Imagery;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Tests.Rasters.Scratch;

[TestFixture]
public class SampleStoreTests
{
    [TestCase(0)]
    [TestCase(1 << 20)]
    public void What_is_written_window_by_window_is_read_in_other_windows(long memory)
    {
        using var folder = new TestFolder();
        using var space = new ScratchSpace(folder["out.tif"], folder[".out.tmp"], memory);
        SampleStore<ushort> store = space.Create<ushort>("image", 2, 50, 70);
        Raster<ushort> image = Profiles.Random(2, 50, 70, seed: 4);
        foreach (Window w in (Window[])[new(0, 0, 33, 50), new(33, 0, 37, 20), new(33, 20, 37, 30)])
        {
            store.Write(w, image.Crop(w).Data);
        }

        var part = new Window(5, 11, 40, 23);
        var read = new ushort[2 * part.Width * part.Height];
        store.Read(part, read);
        ushort[]? buffer = null;
        Assert.Multiple(() =>
        {
            Assert.That(store.InMemory, Is.EqualTo(memory > 0));
            Assert.That(read, Is.EqualTo(image.Crop(part).Data));
            Assert.That(store.Rows(1, 7, 13, ref buffer).ToArray(), Is.EqualTo(image.Channel(1).Slice(7 * 70, 13 * 70).ToArray()));
        });
    }

    [Test]
    public void Memory_is_used_while_it_lasts_and_nothing_is_left()
    {
        using var folder = new TestFolder();
        using (var space = new ScratchSpace(folder["out.tif"], folder[".out.tmp"], memory: 1000))
        {
            bool first = space.Create<byte>("a", 1, 10, 60).InMemory, second = space.Create<byte>("b", 1, 10, 60).InMemory, third = space.Create<byte>("c", 1, 10, 40).InMemory;
            Assert.That((first, second, third), Is.EqualTo((true, false, true)));
            FileSamples<byte> named = space.CreateFile<byte>("d", 1, 10, 10, named: true);
            Assert.That(File.Exists(named.Path));
            if (!OperatingSystem.IsWindows())
            {
                Assert.That(folder.Names, Has.Length.EqualTo(1), "a file that nobody else opens has no name any more");
            }
        }

        Assert.That(folder.Names, Is.Empty);
    }
}
