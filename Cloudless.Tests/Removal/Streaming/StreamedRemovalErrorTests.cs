using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal.Streaming;

/// <summary>Whatever ends a streamed job early leaves no temporary file.</summary>
[TestFixture]
public class StreamedRemovalErrorTests
{
    private static readonly string[] Inputs = ["s1.tif", "s2.tif"];

    [TestCase("reading", false)]
    [TestCase("masking", false)]
    [TestCase("removing clouds", true)]
    [TestCase("writing", true)]
    public void Cancellation_in_any_stage_leaves_nothing(string stage, bool cog)
    {
        using var scene = new LargeScene();
        using CloudRemover remover = LargeScene.Remover();
        using var cancellation = new CancellationTokenSource();
        var canceling = new OnStage(stage, cancellation.Cancel);
        RemovalRequest request = scene.Request with { Layout = scene.Request.Layout with { Format = cog ? Cloudless.Rasters.RasterFormat.Cog : Cloudless.Rasters.RasterFormat.GeoTiff } };
        Assert.That(() => RemovalJob.Run(request, remover, canceling, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(scene.Names, Is.EquivalentTo(Inputs));
    }

    [Test]
    [NonParallelizable]
    public void A_disk_without_room_for_the_work_is_told_before_it_begins()
    {
        using var scene = new LargeScene();
        using var disk = new SmallDisk("1m");
        using CloudRemover remover = LargeScene.Remover();
        var stages = new List<string>();
        Assert.That(
            () => RemovalJob.Run(scene.Request with { OutputPath = disk["out.tif"] }, remover, new Seen(stages)),
            Throws.TypeOf<CloudlessException>().With.Message.Contains(disk["out.tif"]).And.Message.Contains("temporary files").And.Message.Contains("Is the disk full?"));
        Assert.That(stages, Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(disk.Path), Is.Empty);
        Assert.That(scene.Names, Is.EquivalentTo(Inputs));
    }

    [TestCase(false)]
    [TestCase(true)]
    [NonParallelizable]
    public void A_disk_that_holds_the_work_but_not_the_result_is_full_too(bool cog)
    {
        // Stored samples, SAR and weights take 2.7 MB.
        using var scene = new LargeScene();
        using var disk = new SmallDisk("2900k");
        using CloudRemover remover = LargeScene.Remover();
        var layout = new Cloudless.Rasters.RasterWriteOptions
        {
            Format = cog ? Cloudless.Rasters.RasterFormat.Cog : Cloudless.Rasters.RasterFormat.GeoTiff,
            TileSize = 128,
            Overviews = true,
        };
        RemovalRequest request = scene.Request with { OutputPath = disk["out.tif"], MaskPath = null, WeightPath = null, QuicklookPath = null, Layout = layout };
        Assert.That(() => RemovalJob.Run(request, remover), Throws.TypeOf<CloudlessException>().With.Message.Contains(disk["out.tif"]).And.Message.Contains("Is the disk full?"));
        Assert.That(Directory.GetFileSystemEntries(disk.Path), Is.Empty);
    }

    private sealed class OnStage(string stage, Action action) : IProgress<RemovalProgress>
    {
        public void Report(RemovalProgress value)
        {
            if (value.Stage == stage && (value.Done > 0 || stage == "writing"))
            {
                action();
            }
        }
    }

    private sealed class Seen(List<string> stages) : IProgress<RemovalProgress>
    {
        public void Report(RemovalProgress value) => stages.Add(value.Stage);
    }
}
