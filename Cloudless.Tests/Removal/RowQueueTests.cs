using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class RowQueueTests
{
    private const int Height = 300, Width = 140;

    private static readonly RasterProfile Profile = Profiles.Plain(Width, Height, 2, SampleType.UInt16);
    private static readonly RasterWriteOptions Layout = new() { TileSize = 128 };

    [Test]
    public void Only_finished_rows_are_read_and_the_file_holds_what_they_were_then()
    {
        using var folder = new TestFolder();
        var image = new Raster<ushort>(2, Height, Width);
        using (RasterWriter writer = RasterWriter.Create(folder["a.tif"], Profile, Layout))
        {
            using var rows = new RowQueue<ushort>(writer, new MemorySamples<ushort>(image));
            foreach (int finished in (int[])[1, 127, 128, 250, Height])
            {
                // Rows are filled just before they are said to be finished: had any been written earlier, it would hold zeros.
                for (int c = 0; c < 2; c++)
                {
                    image.Channel(c)[..(finished * Width)].Fill((ushort)(7 + c));
                }

                rows.Finished(finished);
            }

            rows.Complete();
            writer.Stage<ushort>([]);
        }

        using RasterReader reader = RasterReader.Open(folder["a.tif"]);
        Raster<ushort> read = reader.Read<ushort>();
        Assert.That(read.Channel(0).ToArray(), Is.All.EqualTo(7));
        Assert.That(read.Channel(1).ToArray(), Is.All.EqualTo(8));
    }

    [Test]
    [NonParallelizable]
    public void A_full_disk_is_told_as_the_writer_tells_it()
    {
        using var disk = new SmallDisk("64k");
        using RasterWriter writer = RasterWriter.Create(disk["a.tif"], Profiles.Plain(512, 512, 2, SampleType.UInt16), Layout);
        using var rows = new RowQueue<ushort>(writer, new MemorySamples<ushort>(Profiles.Random(2, 512, 512, seed: 1)));
        Assert.That(
            () =>
            {
                for (int row = 128; row <= 512; row += 128)
                {
                    rows.Finished(row);
                }

                rows.Complete();
            },
            Throws.TypeOf<CloudlessException>().With.Message.Contains(disk["a.tif"]).And.Message.Contains("Is the disk full?"));
    }
}
