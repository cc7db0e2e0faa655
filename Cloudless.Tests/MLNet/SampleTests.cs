using System.Globalization;
using System.Reflection;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Samples.LandCover;
using Cloudless.Samples.LandCover.Scenes;
using Cloudless.Samples.LandCover.Scoring;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.MLNet;

/// <summary>The samples run, and say what they should.</summary>
[TestFixture]
public class SampleTests
{
    [Test]
    public void The_minimal_sample_removes_the_clouds_of_a_folder()
    {
        using var folder = new TestFolder();
        RasterFiles.Write(folder, "a");
        Assembly minimal = Assembly.Load("Minimal");
        object? exit = minimal.EntryPoint!.Invoke(null, [new[] { folder.Path, folder["out"] }]);
        using RasterReader written = RasterReader.Open(Path.Combine(folder["out"], "a_cloudfree.tif"));
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.Zero);
            Assert.That(written.Profile.SampleType, Is.EqualTo(SampleType.UInt16));
            Assert.That(written.Read<ushort>().Data, Is.Not.EqualTo(RasterFiles.Stored(24, 30, 0).Data), "something was repainted");
            Assert.That(File.ReadLines(Repository.File("samples", "Minimal", "Program.cs")).Count(), Is.LessThanOrEqualTo(20));
        });
    }

    [Test]
    public void The_land_cover_sample_tells_clear_from_cloudy_on_generated_scenes_the_same_way_each_time()
    {
        string first = Run(out IReadOnlyList<ClassScores> scores), second = Run(out _);
        Assert.Multiple(() =>
        {
            Assert.That(scores.Select(s => s.Version), Is.EqualTo(new[] { "clear", "cloudy", "clouds removed" }));
            Assert.That(scores[0].MacroF1, Is.GreaterThan(0.8), "the covers differ by far more than their noise");
            Assert.That(scores[1].MacroF1, Is.LessThan(scores[0].MacroF1), "clouds hide land");
            Assert.That(scores[2].Counts, Is.Not.EqualTo(scores[1].Counts), "their removal changes what is seen");
            Assert.That(scores, Is.All.Matches<ClassScores>(s => s.Counts.Sum(row => row.Sum()) == scores[0].Counts.Sum(row => row.Sum())), "the same patches in each version");
            Assert.That(first, Does.Contain("macro").And.Contain("truth").And.Contain("generated: 4 made-up scenes"));
            Assert.That(second, Is.EqualTo(first));
        });

        static string Run(out IReadOnlyList<ClassScores> scores)
        {
            using var folder = new TestFolder();
            var output = new StringWriter();
            scores = LandCoverStudy.Run(GeneratedScenes.Write(folder.Path, new GeneratedSceneOptions { Count = 4, Size = 96, PatchSize = 16 }), output);
            return output.ToString();
        }
    }

    [Test]
    public void The_land_cover_sample_reads_real_tiles_where_they_are()
    {
        TestData.Require("s1_s2_lulc_tiles");
        using var folder = new TestFolder();
        SceneSet set = LulcTiles.Write(TestData.Root!, folder.Path);
        using RasterReader offset = RasterReader.Open(folder["282D_485L_3_3-0_s2_clear.tif"]);
        Assert.Multiple(() =>
        {
            Assert.That(ImageFolder.List(folder.Path), Has.Count.EqualTo(15).And.All.Matches<ImageFiles>(f => f.SarPath is not null && f.TargetPath is not null));
            Assert.That(offset.Read<float>(bands: [Sentinel2Band.B10.Index]).Data.Min(), Is.LessThan(900), "the offset of baseline 04.00 is taken out");
            Assert.That(set.Use("x-0", 0, 0), Is.EqualTo(PatchUse.Training));
            Assert.That(set.Use("x-1", 0, 0), Is.EqualTo(PatchUse.None), "its clear version is that of draw 0");
            Assert.That(set.Use("x-1", 0, 2), Is.EqualTo(PatchUse.HeldOut));
        });
    }

    // Other processors round otherwise, which may turn a patch or two of those at a border.
    [TestCase("generated scenes", false)]
    [TestCase("real tiles", true)]
    public void The_land_cover_sample_prints_the_figures_of_its_page(string row, bool real)
    {
        using var folder = new TestFolder();
        if (real)
        {
            TestData.Require("s1_s2_lulc_tiles");
        }

        SceneSet set = real ? LulcTiles.Write(TestData.Root!, folder.Path) : GeneratedScenes.Write(folder.Path, new GeneratedSceneOptions());
        IReadOnlyList<ClassScores> scores = LandCoverStudy.Run(set, TextWriter.Null);
        string[] cells = File.ReadLines(Repository.File("samples", "README.md")).Single(line => line.StartsWith($"| {row}", StringComparison.Ordinal)).Split('|')[2..5];
        double[] page = [.. cells.SelectMany(c => c.Split('/')).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        Assert.That(scores.SelectMany(s => new[] { s.MacroF1, s.Accuracy }), Is.EqualTo(page).Within(0.01));
    }

    [Test]
    public void Scores_follow_their_definitions()
    {
        var scores = new ClassScores("v", ["a", "b"], [[3, 1], [2, 4]], []);
        Assert.Multiple(() =>
        {
            Assert.That(scores.Precision(0), Is.EqualTo(3.0 / 5));
            Assert.That(scores.Recall(0), Is.EqualTo(3.0 / 4));
            Assert.That(scores.F1(0), Is.EqualTo(2 * 0.6 * 0.75 / 1.35).Within(1e-12));
            Assert.That(scores.MacroRecall, Is.EqualTo((0.75 + (4.0 / 6)) / 2).Within(1e-12));
            Assert.That(scores.Accuracy, Is.EqualTo(0.7));
            Assert.That(new ClassScores("none told", ["a", "b"], [[0, 2], [0, 3]], []).F1(0), Is.Zero);
        });
    }
}
