using System.Diagnostics;
using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal.Streaming;

/// <summary>A removal in a process that may not hold the scene: it has to stream. The runtime ends a process whose heap would pass the limit.</summary>
[TestFixture]
[NonParallelizable]
public class BoundedMemoryTests
{
    private const int Width = 448, Height = 6144, HeapLimit = 64 << 20;

    // The samples alone are 4.3 times the heap that the process may have: 13 bands of float64.
    private const long Samples = 13L * sizeof(double) * Width * Height;

    private TestFolder _folder = null!;

    [OneTimeSetUp]
    public void WriteScene()
    {
        _folder = new TestFolder();
        RasterProfile profile = Profiles.Plain(Width, Height, 13, SampleType.Float64);
        using RasterWriter writer = RasterWriter.Create(_folder["s2.tif"], profile, new RasterWriteOptions { TileSize = 128 });
        for (int row = 0; row < Height; row += 512)
        {
            Raster<ushort> scene = Fixtures.Scene(512, Width, 250, 200, 60, seed: row);
            writer.Write<double>(new Window(0, row, Width, 512), Array.ConvertAll(scene.Data, v => (double)v));
        }

        writer.Commit();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(RasterFormat.GeoTiff)]
    [TestCase(RasterFormat.Cog)]
    public void A_scene_several_times_larger_than_the_heap_is_streamed_through_it(RasterFormat format)
    {
        (int code, string output, string error) = Run(format, memory: 4 << 20);
        Assert.That(code, Is.Zero, error);
        long peak = long.Parse(output, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"samples {Samples / 1e6:0} MB, heap at most {HeapLimit / 1e6:0} MB, peak working set {peak / 1e6:0} MB");
        using RasterReader before = RasterReader.Open(_folder["s2.tif"]), after = RasterReader.Open(_folder["out.tif"]);
        var cloud = new Window(150, 2200, 100, 200);
        Assert.Multiple(() =>
        {
            // With the runtime, GDAL and its cache of blocks: still less than the samples alone.
            Assert.That(peak, Is.LessThan(Samples));
            Assert.That(after.Profile.Height, Is.EqualTo(Height));
            Assert.That(after.Read<double>(cloud).Data, Is.Not.EqualTo(before.Read<double>(cloud).Data), "there is a cloud to paint over");
        });
    }

    [Test]
    public void Held_in_memory_the_same_scene_does_not_fit_so_the_limit_is_one()
    {
        (int code, _, string error) = Run(RasterFormat.GeoTiff, memory: long.MaxValue);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Not.Zero);
            Assert.That(error, Does.Match("Out ?[Oo]f ?[Mm]emory"));
        });
    }

    /// <summary>What the other process does: removes clouds and prints its peak working set in bytes.</summary>
    internal static int RemoveHere(string folder, RasterFormat format, long memory)
    {
        using CloudRemover remover = LargeScene.Remover(missingSar: -15);
        RemovalJob.Run(
            new RemovalRequest
            {
                OpticalPath = Path.Combine(folder, "s2.tif"),
                OutputPath = Path.Combine(folder, "out.tif"),
                Overwrite = true,
                Layout = new RasterWriteOptions { TileSize = 128, Overviews = true, Threads = 2, Format = format },
                Limits = new StreamLimits(memory, StripRows: 64),
            },
            remover);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64);
        return 0;
    }

    private (int Code, string Out, string Error) Run(RasterFormat format, long memory) => OtherProcess.Run(
        new() { ["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("x", CultureInfo.InvariantCulture), ["GDAL_CACHEMAX"] = "16" },
        "remove",
        _folder.Path,
        format.ToString(),
        memory.ToString(CultureInfo.InvariantCulture));
}
