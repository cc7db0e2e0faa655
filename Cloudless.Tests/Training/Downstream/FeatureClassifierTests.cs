using System.Globalization;
using System.IO.Compression;
using System.Text;
using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class FeatureClassifierTests
{
    [Test]
    public void Features_are_those_of_numpy()
    {
        var patch = new Raster<float>(Sentinel2Band.Count, 2, 2);
        foreach (Sentinel2Band band in Sentinel2Band.All)
        {
            float[] values = [100 * band.Index, (100 * band.Index) + 10, (100 * band.Index) + 20, (100 * band.Index) + 50];
            values.CopyTo(patch.Channel(band.Index));
        }

        double[] features = PatchFeatures.Of(patch);
        Assert.Multiple(() =>
        {
            Assert.That(features, Has.Length.EqualTo(68));
            Assert.That(features[5..10], Is.EqualTo(new[] { 120, Math.Sqrt(350), 103, 115, 141 }).Within(1e-9), "B02: mean, population deviation, and quantiles between the ranks");
            Assert.That(features[55], Is.EqualTo(820), "the last band is B8A");
            Assert.That(features[60], Is.EqualTo(new[] { (700, 300), (710, 310), (720, 320), (750, 350) }.Average(p => (p.Item1 - p.Item2) / (double)(p.Item1 + p.Item2))).Within(1e-12), "NDVI");
        });
    }

    [Test]
    public void Linear_classifier_learns_a_table_and_repeats_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        Write(folder, 200);
        using FeatureClassifier first = FeatureClassifier.Load(folder.Root), second = FeatureClassifier.Load(folder.Root);
        Raster<float> dark = Flat(300), bright = Flat(2500);
        IReadOnlyList<ScoredPatch> said = first.Score([dark, bright]);
        Assert.Multiple(() =>
        {
            Assert.That(said.Select(s => first.Classes[s.Predicted]), Is.EqualTo(["dark", "bright"]));
            Assert.That(second.Score([dark])[0].Logits, Is.EqualTo(said[0].Logits));
            Assert.That(first.TestAccuracy, Is.Null);
            Assert.That(GradCam.Map(said[0], 0), Is.Null, "it has no maps");
        });
    }

    [Test]
    public void Folder_without_a_table_is_told_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        Assert.That(() => FeatureClassifier.Load(folder.Root), Throws.TypeOf<CloudlessException>().With.Message.Contains("manifest_train.csv"));
        Write(folder, 10);
        File.WriteAllText(folder["manifest_train.csv"], "path,class_name,label\na,dark,0\nb,bright,2\n");
        Assert.That(() => FeatureClassifier.Load(folder.Root), Throws.TypeOf<CloudlessException>().With.Message.Contains("without a gap"));
    }

    [Test]
    public void Table_of_EuroSAT_is_learned()
    {
        using FeatureClassifier classifier = FeatureClassifier.Load(TestData.Require("eurosat_features"));
        Assert.That(classifier.Classes, Has.Count.EqualTo(10).And.Member("SeaLake"));
        Assert.That(classifier.TestAccuracy, Is.GreaterThan(0.85), "a random forest reaches 0.914; one linear layer somewhat less");
    }

    private static Raster<float> Flat(float value)
    {
        var patch = new Raster<float>(Sentinel2Band.Count, 4, 4);
        Array.Fill(patch.Data, value);
        return patch;
    }

    private static void Write(TemporaryFolder folder, int rows)
    {
        var random = new SeededRandom(1);
        float[] x = new float[rows * 68];
        long[] y = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            y[i] = i % 2;
            PatchFeatures.Of(Flat((y[i] == 0 ? 300 : 2500) + random.Next(200))).Select(v => (float)v).ToArray().CopyTo(x, i * 68);
        }

        using ZipArchive archive = ZipFile.Open(folder["t_train.npz"], ZipArchiveMode.Create);
        Put(archive, "X.npy", "<f4", $"({rows}, 68)", System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.AsSpan()).ToArray());
        Put(archive, "y.npy", "<i8", string.Create(CultureInfo.InvariantCulture, $"({rows},)"), System.Runtime.InteropServices.MemoryMarshal.AsBytes(y.AsSpan()).ToArray());
        File.WriteAllText(folder["manifest_train.csv"], "path,class_name,label\na,dark,0\nb,bright,1\n");
    }

    private static void Put(ZipArchive archive, string name, string type, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        using Stream stream = archive.CreateEntry(name).Open();
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. data]);
    }
}
