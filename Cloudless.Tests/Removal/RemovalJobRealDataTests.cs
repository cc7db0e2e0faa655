using System.Text.Json;
using Cloudless.Imagery;
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

    private static string?[] Types(JsonElement info) => [.. info.GetProperty("bands").EnumerateArray().Select(b => b.GetProperty("type").GetString())];

    private static JsonElement Info(string path) => JsonDocument.Parse(Programs.Run("gdalinfo", $"-json \"{path}\"")).RootElement;
}
