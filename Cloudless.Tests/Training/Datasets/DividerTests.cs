using Cloudless.Tests.Cli;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class DividerTests
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void Touch()
    {
        _folder = new TemporaryFolder();
        foreach (int roi in Enumerable.Range(1, 10))
        {
            foreach (int patch in Enumerable.Range(0, 20))
            {
                TinySen12.Touch(TinySen12.Flat, _folder["data"], "ROIs1158_spring", roi, patch);
            }
        }
    }

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void The_split_by_patch_takes_half_in_shares_of_80_10_10_and_warns()
    {
        PatchDataset dataset = Open(SplitRule.Random);
        Assert.Multiple(() =>
        {
            Assert.That(Counts(dataset), Is.EqualTo((80, 10, 10)));
            Assert.That(dataset.Items.Select(i => i.Id), Is.Unique);
            Assert.That(dataset.Warnings, Has.One.Contains("stand both in training and in validation or test").And.Some.Contains("too good"));
            Assert.That(Parts(Open(SplitRule.Random)), Is.EqualTo(Parts(dataset)), "the same seed");
            Assert.That(Parts(Open(SplitRule.Random, seed: 7)), Is.Not.EqualTo(Parts(dataset)));
        });
    }

    [Test]
    public void The_split_by_scene_keeps_scenes_whole()
    {
        PatchDataset dataset = Open(SplitRule.Scene);
        Assert.Multiple(() =>
        {
            Assert.That(Counts(dataset), Is.EqualTo((160, 20, 20)));
            Assert.That(dataset.Items.GroupBy(i => i.Group).All(g => g.Select(i => i.Split).Distinct().Count() == 1), Is.True);
            Assert.That(dataset.Warnings, Is.Empty);
            Assert.That(Parts(Open(SplitRule.Scene, seed: 7)), Is.Not.EqualTo(Parts(dataset)));
        });
    }

    [Test]
    public void Nothing_but_the_training_part_is_trained_on()
    {
        PatchDataset dataset = Open(SplitRule.Scene);
        Assert.That(new TrainingSet(dataset, null, null, scanLimit: 0).Items, Is.EqualTo(dataset.Of(DatasetSplit.Train)));
        Assert.That(new TrainingSet(Open(SplitRule.None), null, null, scanLimit: 0).Items, Has.Count.EqualTo(200));
    }

    [Test]
    public void Scenes_outside_the_official_split_belong_to_no_part_and_are_told()
    {
        using var folder = new TemporaryFolder();
        TinySen12.Touch(TinySen12.Flat, folder["data"], "ROIs1158_spring", 1, 1);
        TinySen12.Touch(TinySen12.Flat, folder["data"], "ROIs1158_spring", 999, 1);
        PatchDataset dataset = PatchDataset.Open(folder["data"]);
        Assert.That(dataset.Items.Select(i => i.Split), Is.EqualTo(new DatasetSplit?[] { DatasetSplit.Train, null }));
        Assert.That(dataset.Warnings, Has.One.Contains("ROIs1158_spring_999"));
        Directory.Delete(folder["data"], recursive: true);
        TinySen12.Touch(TinySen12.Flat, folder["data"], "ROIs1158_spring", 999, 1);
        Assert.That(() => PatchDataset.Open(folder["data"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("official split"));
    }

    [Test]
    public void Options_that_contradict_each_other_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(() => new DatasetOptions { ListFile = "l.csv", Split = SplitRule.Random }.Validate(), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new DatasetOptions { Split = SplitRule.List }.Validate(), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new DatasetOptions { TrainShare = 0.95 }.Validate(), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new DatasetOptions { SubsetShare = double.NaN }.Validate(), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new DatasetOptions { PatchSize = 4 }.Validate(), Throws.InstanceOf<ArgumentException>());
    });

    private PatchDataset Open(SplitRule rule, ulong seed = 42) => PatchDataset.Open(_folder["data"], new DatasetOptions { Split = rule, SplitSeed = seed });

    private static (int, int, int) Counts(PatchDataset dataset) =>
        (dataset.Of(DatasetSplit.Train).Count, dataset.Of(DatasetSplit.Validation).Count, dataset.Of(DatasetSplit.Test).Count);

    private static string[] Parts(PatchDataset dataset) => [.. dataset.Items.Select(i => $"{i.Id} {i.Split}")];
}
