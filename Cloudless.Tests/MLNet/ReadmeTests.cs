using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Tests.Rasters;
using Cloudless.Tests.Removal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;

namespace Cloudless.Tests.MLNet;

/// <summary>What the README shows of ML.NET is what compiles and runs.</summary>
[TestFixture]
public class ReadmeTests
{
    private static string Readme => Text("README.md");

    [Test]
    public void The_first_example_is_the_minimal_sample() => Assert.That(Readme, Does.Contain("```csharp\n" + Text("samples", "Minimal", "Program.cs") + "```"));

    [Test]
    public void The_second_example_is_the_one_that_compiles() =>
        Assert.That(Readme, Does.Contain("```csharp\n" + Text("Cloudless.Tests", "MLNet", "ReadmeExamples.cs").Split("#region readme\n")[1].Split("#endregion")[0] + "```"));

    [Test]
    public void A_classifier_behind_cloud_removal_learns_is_saved_and_serves_as_shown()
    {
        using var folder = new TestFolder();
        var ml = new MLContext(1);
        Patch[] patches = [.. Enumerable.Range(0, 6).Select(i => new Patch
        {
            Optical = Fixtures.SignedDn(Fixtures.Scene(64, 64, 20, 20, 6, seed: i)).Data.Select(v => v * (1 + (i % 2))).ToArray(),
            Sar = Fixtures.Sar(64, 64).Data,
            Label = i % 2 == 0 ? "dark" : "bright",
        })];
        MLNetExample.TrainAndSave(ml, patches, folder["landcover.zip"]);
        var services = new ServiceCollection();
        MLNetExample.Serve(services, folder["landcover.zip"]);
        using ServiceProvider provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<PredictionEnginePool<Patch, LandCover>>();
        Assert.Multiple(() =>
        {
            Assert.That(patches.Take(2).Select(p => MLNetExample.Classify(new MLContext(), folder["landcover.zip"], p)), Is.EqualTo(new[] { "dark", "bright" }));
            Assert.That(patches.Select(p => pool.Predict(p).PredictedLabel), Is.EqualTo(patches.Select(p => p.Label)));
        });
    }

    [Test]
    public void Masks_of_a_folder_are_written_as_shown()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        MLNetExample.MasksOfAFolder(new MLContext(1), folder.Path, folder["masks"]);
        using RasterReader mask = RasterReader.Open(Path.Combine(folder["masks"], "a_cloudmask.tif"));
        Assert.Multiple(() =>
        {
            Assert.That(mask.Profile.SampleType, Is.EqualTo(SampleType.UInt8));
            Assert.That(mask.Read<byte>().Data, Does.Contain(1).And.Contain(255), "a cloud, and pixels without data");
        });
    }

    private static string Text(params string[] parts) => File.ReadAllText(Repository.File(parts)).ReplaceLineEndings("\n");
}
