using Cloudless.Tests.Cli;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Splits;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class OfficialSplitTests
{
    [Test]
    public void The_split_has_155_10_and_10_of_175_scenes()
    {
        Assert.That(OfficialSplit.Scenes.Count(), Is.EqualTo(175));
        Assert.That(Scenes(DatasetSplit.Train), Has.Length.EqualTo(155));
        Assert.That(Scenes(DatasetSplit.Validation), Is.EquivalentTo(new[]
        {
            "ROIs2017_winter_22", "ROIs1868_summer_19", "ROIs1970_fall_65", "ROIs1158_spring_17", "ROIs2017_winter_107",
            "ROIs1868_summer_80", "ROIs1868_summer_127", "ROIs2017_winter_130", "ROIs1868_summer_17", "ROIs2017_winter_84",
        }));
        Assert.That(Scenes(DatasetSplit.Test), Is.EquivalentTo(new[]
        {
            "ROIs1158_spring_106", "ROIs1158_spring_123", "ROIs1158_spring_140", "ROIs1158_spring_31", "ROIs1158_spring_44",
            "ROIs1868_summer_119", "ROIs1868_summer_73", "ROIs1970_fall_139", "ROIs2017_winter_108", "ROIs2017_winter_63",
        }));
    }

    [Test]
    public void Whole_names_keep_test_scenes_out_of_training_where_the_beginnings_that_others_compare_let_them_in()
    {
        using var folder = new TemporaryFolder();
        foreach (string scene in OfficialSplit.Scenes)
        {
            (string season, int roi) = Parse(scene);
            TinySen12.Touch(TinySen12.Published, folder["data"], season, roi, 30);
        }

        PatchDataset dataset = PatchDataset.Open(folder["data"]);
        HashSet<string> trained = [.. dataset.Of(DatasetSplit.Train).Select(i => i.Group)];

        // What UnCRtainTS, SEN12MS-CR-TS and EMRDM do: a file is taken where its path contains the folder of a scene of the split.
        string[] folders = [.. Scenes(DatasetSplit.Train).Select(Parse).Select(s => $"{s.Season}_s1/s1_{s.Roi}")];
        string[] leaked = [.. OfficialSplit.Scenes.Where(scene => folders.Any(f => PathOf(scene).Contains(f, StringComparison.Ordinal)))];
        Assert.Multiple(() =>
        {
            Assert.That(trained, Is.EquivalentTo(Scenes(DatasetSplit.Train)));
            Assert.That(dataset.Of(DatasetSplit.Test).Select(i => i.Group), Is.EquivalentTo(Scenes(DatasetSplit.Test)));
            Assert.That(leaked.Intersect(Scenes(DatasetSplit.Test)), Is.EquivalentTo(new[]
            {
                "ROIs1158_spring_106", "ROIs1158_spring_123", "ROIs1158_spring_140", "ROIs1868_summer_73", "ROIs1868_summer_119", "ROIs1970_fall_139",
            }));
            Assert.That(leaked.Intersect(Scenes(DatasetSplit.Validation)), Is.EquivalentTo(new[] { "ROIs1970_fall_65", "ROIs1158_spring_17", "ROIs2017_winter_84" }));
        });

        static string PathOf(string scene)
        {
            (string season, int roi) = Parse(scene);
            return $"{season}_s1/s1_{roi}/{season}_s1_{roi}_p30.tif";
        }
    }

    [TestCase("ROIs1158_spring_1060")]
    [TestCase("ROIs1158_spring_0")]
    [TestCase("ROIs1158_summer_106")]
    public void A_name_that_only_resembles_a_scene_is_in_no_part(string scene) => Assert.That(OfficialSplit.Of(scene), Is.Null);

    private static string[] Scenes(DatasetSplit split) => [.. OfficialSplit.Scenes.Where(s => OfficialSplit.Of(s) == split)];

    private static (string Season, int Roi) Parse(string scene) =>
        (scene[..scene.LastIndexOf('_')], int.Parse(scene[(scene.LastIndexOf('_') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
}
