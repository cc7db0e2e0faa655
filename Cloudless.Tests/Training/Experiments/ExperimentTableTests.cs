using Cloudless.Training.Evaluation;
using Cloudless.Training.Experiments;

namespace Cloudless.Tests.Training.Experiments;

[TestFixture]
public class ExperimentTableTests
{
    private static readonly ExperimentPlan Plan = new()
    {
        Title = "Two", Reference = "a",
        Variants = [new ExperimentVariant { Name = "a" }, new ExperimentVariant { Name = "b" }],
        Draws = [new ExperimentDraw { Seed = 1, Fold = 1 }, new ExperimentDraw { Seed = 2, Fold = 2 }],
    };

    [Test]
    public void Gains_are_told_draw_by_draw_with_their_spread()
    {
        // Fold 1 has two patches, fold 2 one: means are over patches, gains over draws: +2 and +4, 3 in the mean, with a standard deviation of the square root of 2.
        ExperimentResult[] results = [Result("a", 1, 20, 24), Result("b", 1, 22, 26), Result("a", 2, 31), Result("b", 2, 35)];
        string table = ExperimentTable.Write(Plan, results);
        Assert.Multiple(() =>
        {
            Assert.That(table, Does.StartWith("## Two\n\n4 of 4 trainings, 10 to 10 steps, 5 to 5 s each."));
            Assert.That(table, Does.Contain("| a | 2 | 25.00 | - | 0.0300 | 22.00 | 9.00 | 24.00 | - | 0.0300 | 9.00 | 0.0100 |\n"));
            Assert.That(table, Does.Contain("| b | 2 | 27.67 | +3.00 ± 1.41 | 0.0300 | 22.00 | 9.00 | 26.67 | +3.00 ± 1.41 | 0.0300 | 9.00 | 0.0100 |\n"));
            Assert.That(table, Does.Contain("| cloudy input | 2 | 14.67 | -10.50 ± 0.71 | "));
            Assert.That(table, Does.Contain("| a | 22.00 / 21.00 | 31.00 / 30.00 |\n"));
        });
    }

    [Test]
    public void What_is_missing_or_diverged_is_shown_as_such()
    {
        string table = ExperimentTable.Write(Plan, [Result("a", 1, 20), Result("b", 1) with { Diverged = "the loss is NaN" }]);
        Assert.That(table, Does.Contain("2 of 4 trainings").And.Contain("| a | 20.00 / 19.00 | - |\n").And.Contain("| b | diverged | - |\n"));
    }

    /// <summary>Patches of a PSNR with the composite, one less without it, and ten less in the input, eleven in fold 2.</summary>
    private static ExperimentResult Result(string variant, int draw, params double[] psnr) => new(
        variant, (ulong)draw, draw, [], 10, 5, 0.1, null,
        [
            .. psnr.SelectMany((p, i) => new[]
            {
                Row($"{draw}-{i}", FoldEvaluation.CloudyInput, p - (draw == 1 ? 10 : 11)), Row($"{draw}-{i}", RemovalMethods.CompositeOn, p), Row($"{draw}-{i}", RemovalMethods.CompositeOff, p - 1),
            }),
        ]);

    private static EvaluationRow Row(string patch, string method, double psnr) => new(patch, 1, method, psnr, 0.02, 0.04, 8, 0.8, 0.02, 0.03, 22, 9, 0.01, 0.5);
}
