using System.IO.Compression;
using System.Text.Json;
using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Tests.Rasters.Products;

namespace Cloudless.Tests.Cli;

internal sealed class RemoveProductTests
{
    [Test]
    public void A_product_its_archive_and_the_same_bands_in_one_file_give_the_same_samples()
    {
        using var folder = new TemporaryFolder();
        string product = Tree("L1C").Write(folder[""]), model = RandomModel.Write(folder, sar: false), file = folder["bands.tif"];
        ZipFile.CreateFromDirectory(product, folder["product.zip"], CompressionLevel.Fastest, includeBaseDirectory: true);
        using (OpticalSource source = OpticalSource.Open(product))
        {
            SyntheticFiles.Write(file, new Raster<ushort>(13, 120, 120, SingleFileTests.ReadAll<ushort>(source)), source.Profile with { BandScales = [], BandOffsets = [] });
        }

        CliRun run = Remove(product, folder["a.tif"], model, "--receipt", folder["a.json"]).Succeeded();
        Remove(folder["product.zip"], folder["b.tif"], model).Succeeded();
        Remove(file, folder["c.tif"], model, "--radiometry", "harmonized").Succeeded();
        using RasterReader reader = RasterReader.Open(folder["a.tif"]);
        ushort[] samples = reader.Read<ushort>().Data;
        using JsonDocument receipt = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        Assert.Multiple(() =>
        {
            Assert.That(SyntheticFiles.Read<ushort>(folder["b.tif"]).Data, Is.EqualTo(samples));
            Assert.That(SyntheticFiles.Read<ushort>(folder["c.tif"]).Data, Is.EqualTo(samples));
            Assert.That(samples, Is.Not.EqualTo(SyntheticFiles.Read<ushort>(file).Data), "there is a cloud to paint over");
            Assert.That(reader.Profile.Tags["PROCESSING_BASELINE"], Is.EqualTo("05.09"));
            Assert.That(reader.Profile.Tags["CLOUDLESS_RADIOMETRY"], Is.EqualTo("harmonized"));
            Assert.That(reader.Profile.BandScales, Has.All.EqualTo(0.0001));
            Assert.That(reader.Profile.BandOffsets, Has.All.EqualTo(-0.1));
            Assert.That(run.Error, Does.Contain("note: Radiometry: harmonized, by the product's metadata").And.Contain("bilinear"));
            Assert.That(receipt.RootElement.GetProperty("notes")[0].GetString(), Does.StartWith("Radiometry: harmonized"));
        });

        // What was written tells how it is to be read.
        using OpticalSource again = OpticalSource.Open(folder["a.tif"]);
        Assert.That(again.Radiometry, Is.EqualTo(Radiometry.Harmonized));
    }

    [Test]
    public void A_product_tells_its_item_when_and_by_what_it_was_taken()
    {
        using var folder = new TemporaryFolder();
        string product = Tree("L1C").Write(folder[""]), model = RandomModel.Write(folder, sar: false);
        Remove(product, folder["a.tif"], model, "--cog", "--stac", folder["a.json"], "--html", folder["a.html"]).Succeeded();
        using JsonDocument item = JsonDocument.Parse(File.ReadAllText(folder["a.json"]));
        JsonElement properties = item.RootElement.GetProperty("properties"), link = item.RootElement.GetProperty("links")[0];
        Assert.Multiple(() =>
        {
            Assert.That(properties.GetProperty("datetime").GetString(), Is.EqualTo("2015-07-26T10:50:36Z"));
            Assert.That(properties.GetProperty("platform").GetString(), Is.EqualTo("sentinel-2a"));
            Assert.That(properties.GetProperty("eo:cloud_cover").GetDouble(), Is.EqualTo(12.5));
            Assert.That(properties.GetProperty("proj:code").GetString(), Is.EqualTo("EPSG:32631"));
            Assert.That(link.GetProperty("rel").GetString(), Is.EqualTo("derived_from"));
            Assert.That(link.GetProperty("href").GetString(), Is.EqualTo($"./{Path.GetFileName(product)}"));
            Assert.That(File.ReadAllText(folder["a.html"]), Does.Contain("taken 2015-07-26 10:50 UTC by Sentinel-2A"));
        });
    }

    [Test]
    public void Level_2A_is_refused_by_a_model_that_was_not_trained_without_B10_and_taken_with_a_warning_by_one_that_was()
    {
        using var folder = new TemporaryFolder();
        string product = Tree("L2A").Write(folder[""]), model = RandomModel.Write(folder, sar: false);
        CliRun refused = Remove(product, folder["a.tif"], model);
        Assert.Multiple(() =>
        {
            Assert.That(refused.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(refused.Error, Does.Contain("has no B10").And.Contain("was not trained with B10 left out").And.Contain(".SAFE"));
            Assert.That(folder.Files, Does.Not.Contain("a.tif"));
        });
        CliRun taken = Remove(product, folder["a.tif"], WithoutCirrus(folder)).Succeeded();
        using RasterReader reader = RasterReader.Open(folder["a.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(taken.Error, Does.Contain("Results are experimental").And.Contain("There is no B10: the model was trained for that"));
            Assert.That(reader.Profile.BandNames, Is.EqualTo(Sentinel2Band.All.Where(b => b != Sentinel2Band.B10).Select(b => b.Id)));
            Assert.That(reader.Profile.Tags["PRODUCT_TYPE"], Is.EqualTo("S2MSI2A"));
        });
    }

    [TestCase("_B04.jp2")]
    [TestCase("MTD_MSIL1C.xml")]
    public void A_broken_product_leaves_nothing_and_ends_in_one_line(string name)
    {
        using var folder = new TemporaryFolder();
        string product = Tree("L1C").Write(folder[""]), model = RandomModel.Write(folder, sar: false);
        string broken = Directory.GetFiles(product, "*", SearchOption.AllDirectories).Single(f => f.EndsWith(name, StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(broken);
        File.WriteAllBytes(broken, bytes[..(bytes.Length / 2)]);
        IReadOnlyList<string> before = folder.Files;
        CliRun run = Remove(product, folder["a.tif"], model, "--receipt", folder["a.json"], "--mask-out", folder["m.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain(name));
            Assert.That(run.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), run.Error);
            Assert.That(folder.Files, Is.EqualTo(before));
        });
    }

    [Test]
    public void A_file_of_the_product_is_never_written_over()
    {
        using var folder = new TemporaryFolder();
        SafeTree tree = Tree("L1C");
        string product = tree.Write(folder[""]), model = RandomModel.Write(folder, sar: false), band = tree.PathOf(product, Sentinel2Band.B02);
        byte[] bytes = File.ReadAllBytes(band);
        CliRun run = Remove(product, band, model, "--overwrite");
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error, Does.Contain("an input"));
            Assert.That(File.ReadAllBytes(band), Is.EqualTo(bytes));
        });
    }

    private static CliRun Remove(string scene, string output, string model, params string[] more) =>
        CliRun.Of(["remove", "--s2", scene, "--out", output, "--model", model, .. more]);

    // Dark land with a bright, cold cloud in the middle; the offset of the baseline is in it.
    private static SafeTree Tree(string level) => TinyProducts.Tree(level) with
    {
        Size = 120,
        Samples = (band, resolution, window) =>
        [
            .. from y in Enumerable.Range(window.Row, window.Height)
               from x in Enumerable.Range(window.Column, window.Width)
               let cloud = Math.Pow((y * resolution) - 600, 2) + Math.Pow((x * resolution) - 600, 2) < 300 * 300
               select (ushort)(1000 + (cloud ? 6000 : 600 + (50 * band.Index)) + (((x * 7) + (y * 13)) % 50)),
        ],
    };

    private static string WithoutCirrus(TemporaryFolder folder)
    {
        var options = new DSen2CrOptions { Features = 8, Blocks = 1, Sar = false };
        NetworkGraph graph = DSen2Cr.Build(options);
        HeUniform.Initialize(graph, seed: 1);
        ModelCard card = ModelCard.ForDSen2Cr(options, "random", "0.0.0", DateTimeOffset.UnixEpoch);
        card = card with { Channels = [.. card.Channels.Select(c => c.Name == "B10" ? c with { MissingFill = 12 } : c)] };
        CloudRemovalModel.Create(graph, card).Save(folder["no-cirrus.onnx"]);
        return folder["no-cirrus.onnx"];
    }
}
