using Cloudless.Imagery;
using Cloudless.MLNet;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

[TestFixture]
public class SaveAsRastersTests
{
    private readonly MLContext _ml = new(1);

    [Test]
    public void From_file_to_pipeline_to_file_gives_what_the_job_from_file_to_file_gives()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a", seed: 0);
        RasterFiles.Write(folder, "b", seed: 4);
        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        using TransformerChain<CloudRemovalTransformer> chain = new SarOpticalStackTransformer().Append(new CloudRemovalTransformer(Fixtures.Model())).Fit(data);
        IReadOnlyList<string> paths = _ml.Data.SaveAsRasters(chain.Transform(data), folder["out"]);
        Assert.That(paths, Is.EqualTo(new[] { Path.Combine(folder["out"], "a_cloudfree.tif"), Path.Combine(folder["out"], "b_cloudfree.tif") }));
        using var remover = new CloudRemover(Fixtures.Model());
        foreach (string id in new[] { "a", "b" })
        {
            string job = folder[$"{id}_job.tif"];
            RemovalJob.Run(new RemovalRequest { OpticalPath = folder[$"{id}_s2_cloudy.tif"], SarPath = folder[$"{id}_s1.tif"], OutputPath = job }, remover);
            using RasterReader expected = RasterReader.Open(job), written = RasterReader.Open(Path.Combine(folder["out"], $"{id}_cloudfree.tif")), source = RasterReader.Open(folder[$"{id}_s2_cloudy.tif"]);
            Assert.Multiple(() =>
            {
                Assert.That(written.Read<ushort>().Data, Is.EqualTo(expected.Read<ushort>().Data));
                Assert.That(written.Read<ushort>().Data, Is.Not.EqualTo(source.Read<ushort>().Data), "something was repainted");
                Assert.That(written.Profile.Crs, Is.EqualTo(source.Profile.Crs).And.Not.Null);
                Assert.That(written.Profile.Transform, Is.EqualTo(source.Profile.Transform).And.Not.Null);
                Assert.That(written.Profile.SampleType, Is.EqualTo(SampleType.UInt16));
                Assert.That(written.Profile.BandNames, Is.EqualTo(source.Profile.BandNames));
                Assert.That(written.Profile.Tags["PLACE"], Is.EqualTo(id));
            });
        }
    }

    [Test]
    public void Masks_are_written_on_the_grid_in_the_type_asked_for_whatever_the_sizes()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        RasterFiles.Write(folder, "b", 31, 17);
        IDataView data = new CloudMaskTransformer().Fit(_ml.Data.LoadFromRasters(folder.Path)).Transform(_ml.Data.LoadFromRasters(folder.Path));
        IReadOnlyList<string> paths = _ml.Data.SaveAsRasters(data, folder["out"], "CloudMask", new RasterSaveOptions { SampleType = SampleType.UInt8, Suffix = "_m.tif" });
        float[][] masks = ChainTests.Column(data, "CloudMask");
        for (int i = 0; i < paths.Count; i++)
        {
            using RasterReader written = RasterReader.Open(paths[i]);
            Assert.That(written.Read<byte>().Data, Is.EqualTo(masks[i].Select(v => (byte)v)));
            Assert.That(written.Profile.Transform, Is.Not.Null);
        }

        Assert.That(paths.Select(Path.GetFileName), Is.EqualTo(new[] { "a_m.tif", "b_m.tif" }));
    }

    [Test]
    public void Images_of_variable_size_with_13_bands_are_stored_as_their_source_is()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        IDataView data = _ml.Data.LoadFromRasters(folder.Path, new RasterLoadOptions { VariableSize = true, Radiometry = Radiometry.Harmonized });
        string path = _ml.Data.SaveAsRasters(data, folder["out"], "Optical", new RasterSaveOptions { Radiometry = Radiometry.Harmonized }).Single();
        using RasterReader written = RasterReader.Open(path);
        Assert.That(written.Read<ushort>().Data, Is.EqualTo(RasterFiles.Stored(24, 30, 0).Data));
    }

    [Test]
    public void Files_that_exist_stay_unless_they_may_be_replaced()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        _ml.Data.SaveAsRasters(data, folder["out"], "Optical");
        Assert.That(() => _ml.Data.SaveAsRasters(data, folder["out"], "Optical"), Throws.InstanceOf<OutputExistsException>());
        Assert.That(() => _ml.Data.SaveAsRasters(data, folder["out"], "Optical", new RasterSaveOptions { Layout = new RasterWriteOptions { Overwrite = true } }), Throws.Nothing);
    }

    [Test]
    public void Schemas_and_ids_that_cannot_be_written_are_errors_that_name_them()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        IDataView data = _ml.Data.LoadFromRasters(folder.Path);
        var same = new ImageFiles { Id = "x", OpticalPath = folder["a_s2_cloudy.tif"] };
        Assert.Multiple(() =>
        {
            Assert.That(() => _ml.Data.SaveAsRasters(data, folder["out"]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Could not find input column 'CloudFree'"));
            Assert.That(
                () => _ml.Data.SaveAsRasters(data, folder["out"], "Id"), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Schema mismatch for input column 'Id'"));
            Assert.That(
                () => _ml.Data.SaveAsRasters(_ml.Data.LoadFromRasters([same, same]), folder["twice"], "Optical"), Throws.InstanceOf<CloudlessException>().With.Message.Contains("as an earlier row does"));
            Assert.That(
                () => _ml.Data.SaveAsRasters(_ml.Data.LoadFromRasters([same with { Id = "../x" }]), folder["up"], "Optical"),
                Throws.InstanceOf<CloudlessException>().With.Message.Contains("cannot name a file"));
            Assert.That(
                () => _ml.Data.SaveAsRasters(data, folder["out"], "Optical", new RasterSaveOptions { Suffix = "/x.tif" }), Throws.ArgumentException.With.Message.Contains("/x.tif"));
        });
    }
}
