using System.IO.Compression;
using Cloudless.Tests.Cli;
using Cloudless.Training.Import;
using Cloudless.Training.Import.PyTorch;
using static Cloudless.Tests.Training.Import.TorchWriter;

namespace Cloudless.Tests.Training.Import;

internal sealed class TorchImportTests
{
    [TestCase(6, 2, true, "", false)]
    [TestCase(5, 1, false, "module.netG.", true)]
    public void A_state_dict_becomes_a_model_that_computes_the_same(int features, int blocks, bool sar, string prefix, bool inCheckpoint)
    {
        using var folder = new TemporaryFolder();
        var network = new ForeignNetwork(features, blocks, sar, 2);
        List<(string, object)> weights = Layers(network, prefix);
        object content = inCheckpoint
            ? new List<(string, object)> { ("epoch", 7), ("loss", 0.25), ("resnet", new List<(string, object)> { ("state_dict", weights) }), ("done", true) }
            : weights;
        TorchWriter.Write(folder["w.pth"], content);
        ImportReport report = WeightImport.Execute(new ImportRequest { Weights = folder["w.pth"], Output = folder["m.onnx"], Name = "mine" });
        ImportAssert.ComputesLike(network, folder["m.onnx"]);
        Assert.That((report.Features, report.Blocks, report.Sar, report.Format, report.Name), Is.EqualTo((features, blocks, sar, "PyTorch state dict", "mine")));
    }

    [TestCase("FloatStorage", true, 0)]
    [TestCase("DoubleStorage", false, 0)]
    [TestCase("HalfStorage", false, 5e-4)]
    [TestCase("BFloat16Storage", true, 8e-3)]
    public void Values_of_every_type_and_memory_order_are_read_in_the_order_of_their_shape(string storage, bool channelsLast, double rounding)
    {
        using var folder = new TemporaryFolder();
        (int[] shape, float[] values) = new ForeignNetwork(3, 0, true, 3).TorchKernel(0);
        TorchWriter.Write(folder["w.pth"], new List<(string, object)> { ("head.weight", new Tensor(shape, values) { Storage = storage, ChannelsLast = channelsLast }) });
        WeightTensor read = TorchStateDict.Read(folder["w.pth"])[0].Tensors[0];
        Assert.Multiple(() =>
        {
            Assert.That(read.Shape, Is.EqualTo(shape));
            Assert.That(read.Values.Zip(values, (r, v) => Math.Abs(r - v) - (rounding * Math.Abs(v))).Max(), Is.LessThanOrEqualTo(0));
        });
    }

    [Test]
    public void What_a_pickle_asks_for_beyond_tensors_is_refused_by_its_name_and_not_run()
    {
        using var folder = new TemporaryFolder();
        string mark = folder["executed"];
        var evil = new Call(new Name("os", "system"), $"touch {mark}");
        TorchWriter.Write(folder["evil.pth"], new List<(string, object)> { ("model.0.weight", evil) });
        TorchWriter.Write(folder["whole.pth"], new List<(string, object)> { ("net", new Call(new Name("torch.nn.modules.conv", "Conv2d"))) });
        TorchWriter.Write(folder["odd.pth"], new List<(string, object)> { ("x", new Call(new Name("collections", "OrderedDict"), 1)) });
        TorchWriter.Write(folder["script.pth"], Layers(new ForeignNetwork(2, 0, true, 1), ""), more: "archive/code/__torch__.py");
        File.WriteAllBytes(folder["old.pth"], [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20]);
        File.WriteAllText(folder["text.pth"], "weights");
        using (ZipFile.Open(folder["empty.pth"], ZipArchiveMode.Create))
        {
            // A zip without entries.
        }

        Assert.Multiple(() =>
        {
            Assert.That(Refusal(folder["evil.pth"]), Does.Contain("'os.system'").And.Contain("not run"));
            Assert.That(File.Exists(mark), Is.False);
            Assert.That(Refusal(folder["whole.pth"]), Does.Contain("'torch.nn.modules.conv.Conv2d'").And.Contain("state_dict()"));
            Assert.That(Refusal(folder["odd.pth"]), Does.Contain("calls 'collections.OrderedDict' with a tuple of 1"));
            Assert.That(Refusal(folder["script.pth"]), Does.Contain("TorchScript"));
            Assert.That(Refusal(folder["old.pth"]), Does.Contain("before PyTorch 1.6").And.Contain("torch.save(torch.load("));
            Assert.That(Refusal(folder["text.pth"]), Does.Contain("neither HDF5"));
            Assert.That(Refusal(folder["empty.pth"]), Does.Contain("zip"));
            Assert.That(Refusal(folder["absent.pth"]), Does.Contain("cannot be read"));
        });
    }

    [Test]
    public void Networks_that_look_alike_and_are_not_are_refused()
    {
        using var folder = new TemporaryFolder();
        var network = new ForeignNetwork(4, 1, true, 4);
        List<(string Key, object Value)> good = Layers(network, "");
        TorchWriter.Write(folder["port.pth"], good.Where(w => !w.Key.Contains("conv_block", StringComparison.Ordinal) || !w.Key.EndsWith("bias", StringComparison.Ordinal)).ToList());
        TorchWriter.Write(folder["sorted.pth"], Layers(new ForeignNetwork(4, 9, true, 4), "").OrderBy(w => w.Item1, StringComparer.Ordinal).ToList());
        TorchWriter.Write(folder["odd.pth"], good.Where(w => !w.Key.StartsWith("model.2.conv_block.2", StringComparison.Ordinal)).ToList());
        TorchWriter.Write(folder["tail.pth"], good.SkipLast(2).ToList());
        TorchWriter.Write(folder["norm.pth"], good.Take(2).Append(("model.1.weight", new Tensor([4], [1, 1, 1, 1]))).Append(("model.1.num_batches_tracked", new Tensor([], [3]) { Storage = "LongStorage" })).ToList());
        TorchWriter.Write(folder["two.pth"], new List<(string, object)> { ("netG", good), ("netD", good) });
        Assert.Multiple(() =>
        {
            Assert.That(Refusal(folder["port.pth"]), Does.Contain("have no bias").And.Contain("SAR first"));
            Assert.That(Refusal(folder["sorted.pth"]), Does.Contain("not in the network's order").And.Contain("model.2.conv_block.0 comes after model.11"));
            Assert.That(Refusal(folder["odd.pth"]), Does.Contain("found 3 convolutions, where 2B+2"));
            Assert.That(Refusal(folder["tail.pth"]), Does.Contain("number 3, model.2.conv_block.2 (weight [4,4,3,3], bias [4])").And.Contain("from 4 to 13 channels"));
            Assert.That(Refusal(folder["norm.pth"]), Does.Contain("model.1 (weight [4], num_batches_tracked [])"));
            Assert.That(Refusal(folder["two.pth"]), Does.Contain("several state dicts: netG, netD"));
        });
    }

    [Test]
    public void Damage_and_traps_for_memory_are_refused()
    {
        using var folder = new TemporaryFolder();
        List<(string Key, object Value)> good = Layers(new ForeignNetwork(4, 1, true, 5), "");
        TorchWriter.Write(folder["good.pth"], good);
        byte[] whole = File.ReadAllBytes(folder["good.pth"]);
        File.WriteAllBytes(folder["cut.pth"], whole[..(whole.Length * 2 / 3)]);
        var kernel = (Tensor)good[0].Value;
        int at = whole.AsSpan().IndexOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(kernel.Values));
        byte[] flipped = [.. whole];
        flipped[at] ^= 1;
        File.WriteAllBytes(folder["flipped.pth"], flipped);
        TorchWriter.Write(folder["packed.pth"], good, CompressionLevel.Optimal);
        TorchWriter.Write(folder["huge.pth"], new List<(string, object)> { ("a.weight", new Tensor([1], [1]) { Repeated = [100_000, 100_000] }) });
        TorchWriter.Write(folder["beyond.pth"], new List<(string, object)> { ("a.weight", new Tensor([2, 2], [1, 2, 3, 4]) { Strides = [9, 1] }) });
        Assert.Multiple(() =>
        {
            Assert.That(Refusal(folder["cut.pth"]), Does.Contain("cut short or damaged"));
            Assert.That(Refusal(folder["flipped.pth"]), Does.Contain("check sum"));
            Assert.That(Refusal(folder["packed.pth"]), Does.Contain("expected it stored as it is"));
            Assert.That(Refusal(folder["huge.pth"]), Does.Contain("'a.weight' has sizes [100000,100000], steps [0,0]"));
            Assert.That(Refusal(folder["beyond.pth"]), Does.Contain("'a.weight' has sizes [2,2], steps [9,1]"));
        });
    }

    private static string Refusal(string path) =>
        Assert.Throws<CloudlessException>(() => WeightImport.Execute(new ImportRequest { Weights = path, Output = path + ".onnx" }))!.Message;

    /// <summary>The names and the order of the class that comes with dsen2-cr, in a checkpoint some of channels-last memory.</summary>
    private static List<(string, object)> Layers(ForeignNetwork network, string prefix)
    {
        var layers = new List<(string, object)>();
        for (int i = 0; i < network.Layers; i++)
        {
            int block = (i - 1) / 2;
            string name = i == 0 ? "model.0" : i == network.Layers - 1 ? $"model.{block + 2}" : $"model.{block + 2}.conv_block.{(i - 1) % 2 * 2}";
            (int[] shape, float[] values) = network.TorchKernel(i);
            layers.Add(($"{prefix}{name}.weight", new Tensor(shape, values) { ChannelsLast = prefix.Length > 0 }));
            (shape, values) = network.Bias(i);
            layers.Add(($"{prefix}{name}.bias", new Tensor(shape, values)));
        }

        return layers;
    }
}
