using System.IO.Compression;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Training.Datasets.Arrays;
using Cloudless.Training.Import;
using Cloudless.Training.Import.Keras;

namespace Cloudless.Tests.Training.Import;

internal sealed class KerasImportTests
{
    [OneTimeSetUp]
    public void Require() => ImportAssert.RequireHdf5();

    [TestCase(6, 2, true, "")]
    [TestCase(5, 1, false, "")]
    [TestCase(4, 0, true, "model_weights")]
    public void A_file_of_dsen2_cr_becomes_a_model_that_computes_the_same(int features, int blocks, bool sar, string root)
    {
        using var folder = new TemporaryFolder();
        var network = new ForeignNetwork(features, blocks, sar, 1);
        Hdf5Writer.Write(folder["w.hdf5"], Layout(network, root));
        ImportReport report = WeightImport.Execute(new ImportRequest { Weights = folder["w.hdf5"], Output = folder["m.onnx"] });
        ModelCard card = CloudRemovalModel.Load(folder["m.onnx"]).Card;
        ImportAssert.ComputesLike(network, folder["m.onnx"]);
        Assert.Multiple(() =>
        {
            Assert.That((report.Features, report.Blocks, report.Sar, report.Format, report.Name), Is.EqualTo((features, blocks, sar, "Keras HDF5", "w")));
            Assert.That(card.Origin, Is.EqualTo(new OriginCard("w.hdf5", "Keras HDF5", report.SourceSha256, card.Origin!.License)));
            Assert.That(card.Origin.License, Does.Contain("belong to their authors"));
            Assert.That(card.Describe(), Does.Contain("origin        w.hdf5 (Keras HDF5, SHA-256 " + report.SourceSha256).And.Contain("not recorded in the weight file"));
        });
    }

    [Test]
    public void Tensors_of_a_real_file_equal_those_saved_beside_it()
    {
        string path = TestData.Require("keras_hdf5", "landsatbiomeRGBISWIR7.hdf5"), beside = TestData.Require("keras_hdf5", "landsatbiomeRGBISWIR7_weights.npz");
        var read = KerasWeightFile.Read(path).SelectMany(l => l.Tensors.Select(t => ($"{l.Name}.{t.Name}", t))).ToDictionary();
        using ZipArchive expected = ZipFile.OpenRead(beside);
        Assert.That(read, Has.Count.EqualTo(expected.Entries.Count));
        foreach (ZipArchiveEntry entry in expected.Entries)
        {
            using Stream stream = entry.Open();
            NpyFile array = NpyFile.Read(stream, entry.Name);
            WeightTensor tensor = read[Path.GetFileNameWithoutExtension(entry.Name)];
            Assert.That(tensor.Shape, Is.EqualTo(array.Shape), entry.Name);
            Assert.That(Array.ConvertAll(tensor.Values, v => (double)v), Is.EqualTo(array.Values), entry.Name);
        }
    }

    [Test]
    public void A_real_file_of_another_network_is_refused_with_what_was_found_and_expected()
    {
        string path = TestData.Require("keras_hdf5", "landsatbiomeRGBISWIR7.hdf5");
        using var folder = new TemporaryFolder();
        CliRun run = CliRun.Of("import", path, "--out", folder["m.onnx"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(1));
            Assert.That(run.Error, Does.Contain("not the weights of a DSen2-CR").And.Contain("number 1, normalization (kernel [6,6,1,1], bias [6])").And.Contain("input_bn_1").And.Contain("Expected 3x3"));
            Assert.That(folder.Files, Is.Empty);
        });
    }

    [Test]
    public void Files_that_are_not_whole_or_not_of_Keras_are_refused_by_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        Hdf5Writer.Group good = Layout(new ForeignNetwork(4, 1, true, 1), ""), hole = Layout(new ForeignNetwork(4, 1, true, 1), ""), other = new();
        Hdf5Writer.Write(folder["good.hdf5"], good);
        hole.At("conv2d_8/conv2d_8").Arrays.Remove("bias:0");
        Hdf5Writer.Write(folder["hole.hdf5"], hole);
        good.Groups.Remove("conv2d_8");
        Hdf5Writer.Write(folder["layer.hdf5"], good);
        other.At("science/data");
        Hdf5Writer.Write(folder["other.hdf5"], other);
        byte[] whole = File.ReadAllBytes(folder["good.hdf5"]);
        File.WriteAllBytes(folder["cut.hdf5"], whole[..(whole.Length / 2)]);
        Assert.Multiple(() =>
        {
            Assert.That(Refusal(folder["hole.hdf5"]), Does.Contain("'conv2d_8/bias:0' is named").And.Contain("conv2d_8"));
            Assert.That(Refusal(folder["layer.hdf5"]), Does.Contain("the layer 'conv2d_8'"));
            Assert.That(Refusal(folder["other.hdf5"]), Does.Contain("found the groups science").And.Contain("Keras 3"));
            Assert.That(Refusal(folder["cut.hdf5"]), Does.Contain("cut short or damaged"));
        });
    }

    private static string Refusal(string path) => Assert.Throws<CloudlessException>(() => KerasWeightFile.Read(path))!.Message;

    /// <summary>
    /// The layout of Keras 2.2.4. Convolutions are numbered downwards, as no training does, so that who goes by numbers or by the groups' order gets another network.
    /// </summary>
    private static Hdf5Writer.Group Layout(ForeignNetwork network, string root)
    {
        var file = new Hdf5Writer.Group();
        Hdf5Writer.Group weights = file.At(root);
        var names = new List<string> { "input_1", "input_2", "concatenate_1" };
        for (int i = 0; i < network.Layers; i++)
        {
            string name = $"conv2d_{network.Layers + 6 - i}";
            names.AddRange([name, $"activation_{i + 1}"]);
            weights.At(name).Texts["weight_names"] = [$"{name}/kernel:0", $"{name}/bias:0"];
            weights.At($"{name}/{name}").Arrays["kernel:0"] = network.Kernel(i);
            weights.At($"{name}/{name}").Arrays["bias:0"] = network.Bias(i);
        }

        foreach (string name in names.Where(n => !n.StartsWith("conv", StringComparison.Ordinal)))
        {
            weights.At(name).Texts["weight_names"] = [];
        }

        weights.Texts["layer_names"] = [.. names];
        weights.Texts["backend"] = ["tensorflow"];
        return file;
    }
}
