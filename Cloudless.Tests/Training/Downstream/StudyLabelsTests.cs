using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Downstream;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Tests.Training.Downstream;

/// <summary>Labels of one download, images of another.</summary>
[TestFixture]
public class StudyLabelsTests
{
    private const string Season = "ROIs1158_spring";

    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryFolder();
        Directory.CreateDirectory(_folder["lc"]);
        foreach (int patch in new[] { 1, 2, 10 })
        {
            TinySen12.Write(TinySen12.Published, _folder["cr"], Season, 106, patch);
        }
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Land_cover_of_SEN12MS_joins_SEN12MS_CR_by_scene_and_patch()
    {
        Labels(106, 1, (_, _) => 17);
        Labels(106, 10, (_, _) => 13);
        Labels(10, 2, (_, _) => 12);
        StudyData data = Open();
        Assert.That(LabelsOf(data), Is.EqualTo(new[] { ("ROIs1158_spring_106_p1", "Water"), ("ROIs1158_spring_106_p10", "Urban") }), "region 10 is not region 106");
        Assert.That(data.Notes, Has.Some.Contains("1 windows without a class"));
        Assert.That(data.Words, Does.Contain("IGBP simplified"));
        StudyImage image = data.Read(0);
        Assert.That((image.Cloudy.Channels, image.Sar?.Channels, image.Cloudy[0, 0, 0]), Is.EqualTo((13, 2, 6000f)));
    }

    [Test]
    public void Labels_of_other_patches_are_refused()
    {
        Assert.That(() => Open(), Throws.TypeOf<CloudlessException>().With.Message.Contains("no label map"));
        Labels(8, 1, (_, _) => 17);
        Assert.That(() => Open(), Throws.TypeOf<CloudlessException>().With.Message.Contains("none of 3 images").And.Message.Contains("same scene and number"));
    }

    [Test]
    public void Windows_have_classes_of_their_own_and_may_need_a_share()
    {
        Labels(106, 1, (y, x) => y < 8 ? 17 : x < 12 ? 12 : 10);
        Assert.That(LabelsOf(Open(window: 8)).Select(p => p.Label), Is.EqualTo(new[] { "Water", "Water", "Croplands", "Grassland" }), "the fourth is drawn, and the first of equals in the scheme");
        Assert.That(LabelsOf(Open(window: 8, leastShare: 0.6)).Select(p => p.Id), Is.EqualTo(new[] { "ROIs1158_spring_106_p1@0,0", "ROIs1158_spring_106_p1@0,8", "ROIs1158_spring_106_p1@8,0" }));
    }

    [Test]
    public void Table_joins_by_path_or_name()
    {
        File.WriteAllText(_folder["t.csv"], $"path,class\nROIs1158_spring_106_p2,wood\nsomewhere/{Season}_s2_106_p10.tif,field\n");
        Assert.That(LabelsOf(Open("t.csv")), Is.EqualTo(new[] { ("ROIs1158_spring_106_p2", "wood"), ("ROIs1158_spring_106_p10", "field") }));
        File.AppendAllText(_folder["t.csv"], $"{Season}_s2_cloudy_106_p10.tif,wood\n");
        Assert.That(() => Open("t.csv"), Throws.TypeOf<CloudlessException>().With.Message.Contains("ROIs1158_spring_106_p10").And.Message.Contains("twice"));
    }

    [Test]
    public void Classifier_and_labels_of_one_scheme_meet_in_the_command()
    {
        foreach (int patch in new[] { 1, 2, 10 })
        {
            TinyRasters.Write(_folder[$"lc/{Season}/lc_106/{Season}_lc_106_p{patch}.tif"], 4, (b, _, _) => b == 2 ? patch == 1 ? 9 : 36 : 200, SampleType.UInt8);
        }

        TinyClassifier.Write(_folder["c.onnx"], TinyClassifier.BareOrGreen with { Scheme = "LCCS land use", Classes = ["Urban and built-up", "Herbaceous croplands"] });
        CliRun run = CliRun.Of(
            "study", "--classifier", _folder["c.onnx"], "--removal", RandomModel.Write(_folder, sar: false), "--data", _folder["cr"], "--labels", _folder["lc"], "--out", _folder["report"], "--resamples", "10", "--pictures", "0").Succeeded();
        Assert.That(File.ReadAllText(_folder["report/study.json"]), Does.Contain("LCCS land use").And.Contain("Herbaceous croplands"));
    }

    private static (string Id, string Label)[] LabelsOf(StudyData data) => [.. Enumerable.Range(0, data.Count).SelectMany(data.WindowsOf).Select(w => (w.Id, w.Label!))];

    private StudyData Open(string labels = "lc", int? window = null, double leastShare = 0) =>
        StudyData.Open(
            new StudyRequest { Removals = ["default"], Data = _folder["cr"], Labels = new LabelOptions { Labels = _folder[labels], LeastShare = leastShare }, Window = window }, groups: null);

    private void Labels(int roi, int patch, Func<int, int, float> value) =>
        TinyRasters.Write(_folder[$"lc/{Season}/lc_{roi}/{Season}_lc_{roi}_p{patch}.tif"], 4, (b, y, x) => b == 0 ? value(y, x) : 0, SampleType.UInt8);
}
