using System.Text.Json;
using Cloudless.Benchmarks.SafeTrees;
using Cloudless.Cli.Hosting;
using Cloudless.Tests.Rasters.Products;

namespace Cloudless.Tests.Cli;

internal sealed class ProductCommandTests
{
    [TestCase("L1C", 13)]
    [TestCase("L2A", 12)]
    public void Info_tells_what_a_product_is(string level, int bands)
    {
        using var folder = new TemporaryFolder();
        SafeTree tree = TinyProducts.Tree(level);
        string product = tree.Write(folder[""]);
        CliRun text = CliRun.Of("info", "--s2", product, "--resample", "cubic").Succeeded();
        JsonElement scene = CliRun.Of("info", "--s2", product, "--json").Succeeded().Json().GetProperty("scene");
        Assert.Multiple(() =>
        {
            Assert.That(text.Out, Does.Contain("60 x 60 pixels").And.Contain("PROCESSING_BASELINE=05.09").And.Contain("harmonized, by the product's metadata").And.Contain("cubic"));
            Assert.That(scene.GetProperty("bands").GetArrayLength(), Is.EqualTo(bands));
            Assert.That(scene.GetProperty("radiometry").GetString(), Is.EqualTo("harmonized"));
            Assert.That(scene.GetProperty("tags").GetProperty("TILE_ID").GetString(), Is.EqualTo("T31TDH"));
            Assert.That(scene.GetProperty("files").GetArrayLength(), Is.EqualTo(bands + 2));
        });
    }

    [TestCase("L1C")]
    [TestCase("L2A")]
    public void Mask_takes_a_product_as_it_is_and_says_what_it_took(string level)
    {
        using var folder = new TemporaryFolder();
        SafeTree tree = TinyProducts.Tree(level);
        string product = tree.Write(folder[""]);
        CliRun run = CliRun.Of("mask", "--s2", product, "--out", folder["m.tif"]).Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(run.Out, Does.Contain("60 x 60 pixels"));
            Assert.That(run.Error, Does.Contain("note: Radiometry: harmonized").And.Contain("bilinear"));
        });
    }

    [Test]
    public void Mask_takes_a_list_of_files()
    {
        using var folder = new TemporaryFolder();
        string product = TinyProducts.Tree().Write(folder[""]);
        string[] files = Directory.GetFiles(product, "*.jp2", SearchOption.AllDirectories);
        CliRun run = CliRun.Of(["mask", "--s2", .. files, "--out", folder["m.tif"], "--radiometry", "harmonized"]).Succeeded();
        CliRun whole = CliRun.Of("mask", "--s2", product, "--out", folder["n.tif"]).Succeeded();
        Assert.Multiple(() =>
        {
            Assert.That(run.Error, Does.Contain("harmonized").And.Contain("as asked for"));
            Assert.That(SyntheticFiles.Read<byte>(folder["m.tif"]).Data, Is.EqualTo(SyntheticFiles.Read<byte>(folder["n.tif"]).Data));
            Assert.That(whole.Out.Replace("n.tif", "m.tif", StringComparison.Ordinal), Is.EqualTo(run.Out));
        });
    }

    [Test]
    public void A_broken_product_is_one_line_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        string product = TinyProducts.Tree().Write(folder[""]);
        File.Delete(Directory.GetFiles(product, "*_B11.jp2", SearchOption.AllDirectories).Single());
        CliRun run = CliRun.Of("mask", "--s2", product, "--out", folder["m.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(run.Code, Is.EqualTo(ExitCodes.Failure));
            Assert.That(run.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), run.Error);
            Assert.That(run.Error, Does.Contain("B11"));
            Assert.That(folder.Files, Does.Not.Contain("m.tif"));
        });
    }

    [Test]
    public void Any_line_of_options_ends_with_an_exit_code_and_words()
    {
        using var folder = new TemporaryFolder();
        string product = TinyProducts.Tree().Write(folder[""]);
        string[] words =
        [
            "mask", "info", "remove", "--s2", "--out", "--radiometry", "--resample", "--bands", "--tile", "--overwrite", "--json", "auto", "dn", "DN", "7", "bilinear", "Cubic", "",
            "B02,B03", ",,,", "-", "--", "T31TDH", "T99ZZZ", "=", "--s2=", "--bands=B01", "\u0000", "\n", "é", product, folder[""], folder["m.tif"], folder["no.tif"], "@file", "--version",
            "--s1", "--sar-scale", "db", "--cog", "--compress", "zstd", "--bounds", "399960,4699440,400560,4700040", "-180,-90,180,90,EPSG:4326", "1,2,3", "1e308,0,1.1e308,1", "--like",
            "--detector", "raster", "s2cloudless", "--mask-in", "--mask-format", "qa60", "--cloud-values", "1,1", "99", "--shadow-values", "--score-out", "--mask-out", "--changed-out", "--html", "--stac",
            "--datetime", "2020-01-01", "9999-99-99", "--receipt", "--quicklook", "--tile-size", "64", "--threads", "1", "--composite", "off", folder["n.tif"], folder["o.json"], "-q",
        ];
        var random = new Random(11);
        HashSet<int> codes = [];
        for (int round = 0; round < 400; round++)
        {
            // Half of them begin well, so that what follows is looked at.
            string[] well = round % 2 == 0 ? [] : ["--s2", product, "--out", folder[$"{round}.tif"]];
            string[] line = [words[random.Next(3)], .. well, .. Enumerable.Range(0, random.Next(8)).Select(_ => words[random.Next(3, words.Length)])];
            CliRun run = CliRun.Of(line);
            codes.Add(run.Code);
            Assert.That(run.Code, Is.AnyOf(ExitCodes.Success, ExitCodes.Failure, ExitCodes.Usage), string.Join('|', line));
            Assert.That(run.Error, Does.Not.Contain("unexpected "), string.Join('|', line));
            Assert.That(run.Out + run.Error, Is.Not.Empty, string.Join('|', line));
        }

        Assert.That(codes, Has.Count.EqualTo(3), "all ways to end were tried");
    }
}
