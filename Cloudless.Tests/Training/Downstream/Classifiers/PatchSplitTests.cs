using Cloudless.Training.Downstream.Classifiers;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Tests.Training.Downstream.Classifiers;

[TestFixture]
public class PatchSplitTests
{
    [Test]
    public void Patches_are_left_out_of_every_class_and_never_all_of_one()
    {
        LabeledPatch[] patches = [.. Enumerable.Range(0, 21).Select(i => new LabeledPatch("x", default, i == 20 ? 2 : i % 2, "x"))];
        PatchSplit split = PatchSplit.Of(patches, PatchSplitRule.Auto, 0.2, 1);
        Assert.Multiple(() =>
        {
            Assert.That(split.Validation.GroupBy(i => patches[i].Class).ToDictionary(g => g.Key, g => g.Count()), Is.EqualTo(new Dictionary<int, int> { [0] = 2, [1] = 2 }));
            Assert.That(split.Trained.Concat(split.Validation).Order(), Is.EqualTo(Enumerable.Range(0, 21)));
        });
    }

    [Test]
    public void Whole_images_are_left_out_as_long_as_every_class_keeps_one()
    {
        // Class 9 is in the last image alone, so that image is learned from.
        LabeledPatch[] patches = [.. Enumerable.Range(0, 40).Select(i => new LabeledPatch("x", default, i == 39 ? 9 : i % 2, $"image{i / 8}"))];
        for (ulong seed = 0; seed < 5; seed++)
        {
            PatchSplit split = PatchSplit.Of(patches, PatchSplitRule.Image, 0.2, seed);
            string[] left = [.. split.Validation.Select(i => patches[i].Group).Distinct()];
            Assert.That(left, Has.Length.EqualTo(1).And.Not.Contain("image4"));
            Assert.That(split.Trained.Select(i => patches[i].Group), Has.None.EqualTo(left[0]));
        }
    }

    [Test]
    public void Scenes_of_SEN12MS_CR_have_their_place()
    {
        LabeledPatch Of(string scene, int label) => new("x", default, label, scene);
        LabeledPatch[] patches = [Of("ROIs1158_spring_1", 0), Of("ROIs1158_spring_1", 1), Of("ROIs2017_winter_22", 1), Of("ROIs1158_spring_106", 0)];
        PatchSplit split = PatchSplit.Of(patches, PatchSplitRule.Auto, 0.2, 1);
        Assert.That((split.Trained, split.Validation), Is.EqualTo((new[] { 0, 1 }, new[] { 2 })));
        Assert.That(() => PatchSplit.Of([Of("x", 0), Of("y", 1)], PatchSplitRule.Official, 0.2, 1), Throws.TypeOf<CloudlessException>().With.Message.Contains("--split"));
    }

    [Test]
    public void Patches_of_a_class_that_nothing_is_learned_of_are_refused()
    {
        LabeledPatch[] patches = [new("x", default, 0, "ROIs1158_spring_1"), new("x", default, 1, "ROIs1158_spring_1"), new("x", default, 2, "ROIs2017_winter_22")];
        Assert.That(() => PatchSplit.Of(patches, PatchSplitRule.Official, 0.2, 1), Throws.TypeOf<CloudlessException>().With.Message.Contains("nothing is learned of"));
    }
}
