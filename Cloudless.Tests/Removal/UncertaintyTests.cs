using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Tests.Networks;

namespace Cloudless.Tests.Removal;

/// <summary>How sure a model is, in memory and in files.</summary>
[TestFixture]
public class UncertaintyTests
{
    private static readonly ExecutionOptions Execution = new() { Engine = EngineKind.OnnxRuntime, Threads = 2, TileSize = 32 };

    [TestCase(RasterFormat.GeoTiff)]
    [TestCase(RasterFormat.Cog)]
    public void File_holds_the_deviation_of_what_was_painted_in_whole_DN(RasterFormat format)
    {
        using var folder = new JobFolder();
        RemovalReceipt receipt = RemovalJob.Run(Request(folder) with
        {
            Layout = new RasterWriteOptions { Format = format }, ItemPath = folder["item.json"], Taken = new DateTime(2021, 7, 1, 10, 30, 31, DateTimeKind.Utc),
        });
        RemovalResult memory = InMemory(folder);
        Raster<ushort> found = folder.Read<ushort>("u.tif");
        Raster<float> weight = folder.Read<float>("weight.tif");
        int painted = 0;
        for (int i = 0; i < found.Data.Length; i++)
        {
            bool touched = weight.Data[i % found.PlaneLength] > 0;
            painted += touched ? 1 : 0;
            float expected = touched ? Math.Clamp(MathF.Round(memory.StandardDeviation!.Data[i]), 1, 65535) : 0;

            // One DN: threads may round the network's last bits otherwise.
            Assert.That((float)found.Data[i], Is.EqualTo(expected).Within(touched ? 1 : 0), $"sample {i}");
        }

        using RasterReader reader = RasterReader.Open(folder["u.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(painted, Is.GreaterThan(1000));
            Assert.That(reader.Profile.BandNames![0], Is.EqualTo("B01 standard deviation"));
            Assert.That(reader.Profile.Transform, Is.EqualTo(JobFolder.Profile(SampleType.UInt16).Transform));
            Assert.That(receipt.Outputs.Select(o => o.Role), Does.Contain("uncertainty"));
            Assert.That(receipt.Options.Uncertainty, Is.True);
            Assert.That(File.ReadAllText(folder["item.json"]), Does.Contain("\"B12 standard deviation\""));
        });
    }

    [Test]
    public void Image_is_the_same_with_and_without()
    {
        using var folder = new JobFolder();
        RemovalJob.Run(Request(folder));
        RemovalJob.Run(Request(folder) with { OutputPath = folder["plain.tif"], UncertaintyPath = null, WeightPath = null, MaskPath = null, ReceiptPath = null, QuicklookPath = null });
        Assert.That(folder.Read<ushort>("plain.tif").Data, Is.EqualTo(folder.Read<ushort>("out.tif").Data));
    }

    [Test]
    public void Deviation_shrinks_with_the_networks_share_and_ends_where_it_ends()
    {
        using var folder = new JobFolder();
        RemovalResult part = InMemory(folder), whole = InMemory(folder, composite: false);
        for (int i = 0; i < part.StandardDeviation!.Data.Length; i++)
        {
            // The same windows, so the same values.
            float share = part.Weight.Data[i % part.Weight.PlaneLength];
            Assert.That(part.StandardDeviation.Data[i], Is.EqualTo(share * whole.StandardDeviation!.Data[i]).Within(1e-4 * whole.StandardDeviation.Data[i]));
        }
    }

    [Test]
    public void Model_without_a_variance_is_refused_before_any_work()
    {
        using var folder = new JobFolder();
        Fixtures.Model().Save(folder["plain.onnx"]);
        Assert.That(
            () => RemovalJob.Run(Request(folder) with { ModelPath = folder["plain.onnx"] }),
            Throws.TypeOf<ModelContractException>().With.Message.Contains("plain.onnx").And.Message.Contains("no output 'variance'"));
        Assert.That(folder.Names, Has.None.EqualTo("out.tif").And.None.EqualTo("u.tif"));
    }

    [Test]
    public void Remover_and_request_have_to_agree_and_stacks_come_without()
    {
        using var folder = new JobFolder();
        using CloudRemover plain = JobFolder.Remover();
        Assert.That(() => RemovalJob.Run(Request(folder), plain), Throws.ArgumentException.With.Message.Contains("uncertainty"));
        using var sure = new CloudRemover(WindowedNetworkTests.Make(ArchitectureCard.UnCRtainTS), Execution, new RemovalOptions { Uncertainty = true });
        float[] stack = WindowedNetworkTests.Scene(new TensorShape(1, 15, 8, 8));
        Assert.That(() => sure.RemoveStacks(stack, new TensorShape(1, 15, 8, 8), default, new float[13 * 64]), Throws.InvalidOperationException);
    }

    private static RemovalRequest Request(JobFolder folder)
    {
        if (!File.Exists(folder["sure.onnx"]))
        {
            WindowedNetworkTests.Make(ArchitectureCard.UnCRtainTS).Save(folder["sure.onnx"]);
        }

        return folder.Request with { ModelPath = folder["sure.onnx"], UncertaintyPath = folder["u.tif"], Execution = Execution, Overwrite = true };
    }

    private static RemovalResult InMemory(JobFolder folder, bool composite = true)
    {
        using var remover = new CloudRemover(
            WindowedNetworkTests.Make(ArchitectureCard.UnCRtainTS), Execution, new RemovalOptions { Composite = composite, Uncertainty = true });
        return remover.Remove(Fixtures.SignedDn(folder.Scene), Fixtures.Sar(JobFolder.Height, JobFolder.Width));
    }
}
