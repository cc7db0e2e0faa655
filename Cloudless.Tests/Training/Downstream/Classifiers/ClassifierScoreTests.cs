using Cloudless.Training.Downstream.Classifiers;

namespace Cloudless.Tests.Training.Downstream.Classifiers;

[TestFixture]
public class ClassifierScoreTests
{
    [Test]
    public void Macro_F1_weighs_classes_alike_and_leaves_out_those_without_patches()
    {
        // Class 0: 3 of 4 hit, said three times: F1 6/7. Class 1: 1 of 2 hit: F1 2/4. Class 2: said once, has no patch.
        ClassifierScore score = ClassifierScore.Of([0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 1, 2]);
        Assert.That(score.Accuracy, Is.EqualTo(4.0 / 6).Within(1e-12));
        Assert.That(score.MacroF1, Is.EqualTo(((6.0 / 7) + (2.0 / 4)) / 2).Within(1e-12));
    }
}
