using Cloudless.Training.Losses;

namespace Cloudless.Tests.Training.Losses;

/// <summary>Every kind of loss, with constants that are not the defaults.</summary>
internal static class LossCases
{
    public static IEnumerable<TestCaseData> All { get; } =
    [
        Case(PixelLoss.L1),
        Case(PixelLoss.Carl(0.7)),
        Case(PixelLoss.Tmarl(0.2, 0.6)),
        Case(PixelLoss.Tmarl(0.8, 1)),
        Case(PixelLoss.TmarlAdaptive(0.9)),
        Case(PixelLoss.L1.WithGradient(0.5)),
        Case(PixelLoss.Carl().WithGradient(0.4, GradientScope.Target)),
        Case(PixelLoss.TmarlAdaptive().WithGradient(0.3, GradientScope.Target)),
    ];

    private static TestCaseData Case(PixelLoss loss) => new TestCaseData(loss).SetArgDisplayNames($"{loss.Name} {loss.CloudTerm} {loss.TargetTerm} {loss.GradientScope}");
}
