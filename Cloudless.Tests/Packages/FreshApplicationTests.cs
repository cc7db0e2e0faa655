using Cloudless.Cli.Demo;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Packages;

/// <summary>The packages serve an application that knows nothing of this repository.</summary>
[TestFixture]
internal sealed class FreshApplicationTests
{
    private const string Minimal = "Minimal";

    /// <summary>The libraries whose page shows an example that makes its image up and prints what comes of it.</summary>
    private static readonly IEnumerable<string> Removing = LocalFeed.Libraries.Where(l => l is "Cloudless.Core" or LocalFeed.MLNet);

    private Dictionary<string, FreshApplication> _pages = null!;
    private FreshApplications _applications = null!;

    [OneTimeSetUp]
    public void Build()
    {
        _pages = LocalFeed.Libraries.ToDictionary(l => l, l => FreshApplication.OfPage(l, readsFiles: l == "Cloudless.Training"));
        FreshApplication[] minimal = LocalFeed.Libraries.Contains(LocalFeed.MLNet)
            ? [new(Minimal, LocalFeed.MLNet, File.ReadAllText(Repository.File("samples", "Minimal", "Program.cs")), ReadsFiles: true)]
            : [];
        _applications = new FreshApplications([.. _pages.Values, .. minimal]);
    }

    [OneTimeTearDown]
    public void Delete() => _applications?.Dispose();

    [TestCaseSource(nameof(Removing))]
    public void It_removes_the_clouds_of_an_image_and_prints_what_the_page_of_the_package_says(string id)
    {
        using PackedFile package = LocalFeed.Open(id);
        string promised = package.Text("README.md").Split("```text\n")[1].Split("```")[0];
        Assert.That(_applications.Run(_pages[id].Name), Is.EqualTo(promised));
    }

    [Test]
    public void The_minimal_sample_runs_on_the_packages()
    {
        if (!LocalFeed.Libraries.Contains(LocalFeed.MLNet))
        {
            Assert.Ignore("Cloudless.MLNet is left out here, for the feed lacks Microsoft.ML.");
        }

        using var folder = new TestFolder();
        SyntheticScene scene = WriteTriplet(folder);
        string output = _applications.Run(Minimal, folder.Path, folder["out"]);
        string file = Directory.GetFiles(folder["out"], "*.tif").Single();
        Assert.That(output, Is.EqualTo($"{file}\n"));
        Assert.That(SyntheticFiles.Read<ushort>(file).Data, Is.Not.EqualTo(scene.Cloudy.Data), "something was repainted");
    }

    [Test]
    public void It_trains_a_model_from_files()
    {
        using var folder = new TestFolder();
        WriteTriplet(folder);
        string output = _applications.Run(_pages["Cloudless.Training"].Name, folder.Path, folder["model.onnx"], "2");
        Assert.That(output, Does.Contain($"trained for 2 steps: {folder["model.onnx"]}"));
        Assert.That(CloudRemovalModel.Load(folder["model.onnx"]).Card.Channels, Has.Count.EqualTo(15));
    }

    private static SyntheticScene WriteTriplet(TestFolder folder)
    {
        SyntheticScene scene = SyntheticFiles.Scene(128);
        SyntheticFiles.Write(folder["a_s2_cloudy.tif"], scene.Cloudy, scene.OpticalProfile);
        SyntheticFiles.Write(folder["a_s2_clear.tif"], scene.Clear, scene.OpticalProfile);
        SyntheticFiles.Write(folder["a_s1.tif"], scene.Sar, scene.SarProfile);
        return scene;
    }
}
