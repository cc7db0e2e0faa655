using System.Diagnostics;
using System.Text.Json;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class RemovalJobRealDataTests
{
    private static readonly string[] Ids = ["ROIs1970_fall_139_p839", "ROIs2017_winter_112_p797"];

    [TestCaseSource(nameof(Ids))]
    public void Gdalinfo_sees_the_same_place_type_and_bands_and_clear_pixels_keep_their_numbers(string id)
    {
        string cloudy = TestData.Require("sen12mscr_georeferenced", id + "_s2_cloudy.tif"), sar = TestData.Require("sen12mscr_georeferenced", id + "_s1.tif");
        using var folder = new TestFolder();
        var request = new RemovalRequest { OpticalPath = cloudy, SarPath = sar, OutputPath = folder["out.tif"], WeightPath = folder["weight.tif"] };
        using CloudRemover remover = new(Fixtures.Model(), options: new RemovalOptions());
        RemovalReceipt receipt = RemovalJob.Run(request, remover);

        ushort[] input = RealImages.Read<ushort>(cloudy).Data, output = RealImages.Read<ushort>(folder["out.tif"]).Data;
        Raster<float> weight = RealImages.Read<float>(folder["weight.tif"]);
        int lost = input.Where((v, i) => weight.Data[i % weight.PlaneLength] == 0 && output[i] != v).Count();
        Assert.Multiple(() =>
        {
            Assert.That(lost, Is.Zero);
            Assert.That(receipt.Sar!.Scale, Is.EqualTo(Cloudless.Fusion.SarScale.Decibel));
            Assert.That(receipt.Sar.FilledPercent, Is.Zero);
        });

        JsonElement before = Info(cloudy), after = Info(folder["out.tif"]);
        Assert.Multiple(() =>
        {
            foreach (string what in new[] { "size", "geoTransform", "coordinateSystem" })
            {
                Assert.That(after.GetProperty(what).GetRawText(), Is.EqualTo(before.GetProperty(what).GetRawText()), what);
            }

            Assert.That(Types(after), Is.EqualTo(Types(before)).And.Length.EqualTo(13));
        });
    }

    [Test]
    public void Real_pairs_of_level_2A_and_backscatter_in_two_files_are_taken_as_their_folders()
    {
        using var folder = new TestFolder();
        foreach (string satellite in (string[])["S1", "S2"])
        {
            using var unpack = Process.Start("tar", ["-xjf", TestData.Require("bigearthnet_pairs", $"BigEarthNet-{satellite}-Example.tar.bz2"), "-C", folder.Path]);
            unpack.WaitForExit();
            Assume.That(unpack.ExitCode, Is.Zero, "tar with bzip2 is not there");
        }

        CloudRemovalModel plain = Fixtures.Model();
        ModelCard card = plain.Card with { Channels = [.. plain.Card.Channels.Select(c => c.Name == "B10" ? c with { MissingFill = 12 } : c)] };
        using CloudRemover remover = new(CloudRemovalModel.Create(plain.Graph!, card), options: new RemovalOptions { Composite = false });
        string[] pairs = Directory.GetDirectories(folder["BigEarthNet-S1-Example"]);
        Assert.That(pairs, Has.Length.EqualTo(6));
        foreach (string sar in pairs)
        {
            using JsonDocument labels = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(sar, "*.json").Single()));
            string optical = Path.Combine(folder["BigEarthNet-S2-Example"], labels.RootElement.GetProperty("corresponding_s2_patch").GetString()!);
            RemovalReceipt receipt = RemovalJob.Run(new RemovalRequest { OpticalPath = optical, SarPath = sar, OutputPath = folder["out.tif"], Overwrite = true }, remover);
            Assert.Multiple(() =>
            {
                Assert.That(receipt.Sar!.Scale, Is.EqualTo(Cloudless.Fusion.SarScale.Decibel), sar);
                Assert.That(receipt.Sar.FilledPercent, Is.Zero, sar);
                Assert.That(receipt.Notes, Has.Some.StartsWith("There is no B10: the model was trained for that"));
                Assert.That(receipt.Inputs, Has.Count.GreaterThanOrEqualTo(12 + 2));
            });
        }
    }

    private static string?[] Types(JsonElement info) => [.. info.GetProperty("bands").EnumerateArray().Select(b => b.GetProperty("type").GetString())];

    private static JsonElement Info(string path) => JsonDocument.Parse(Programs.Run("gdalinfo", $"-json \"{path}\"")).RootElement;
}
