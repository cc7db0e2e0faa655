using Cloudless.Masks;

namespace Cloudless.Cli.Jobs;

/// <summary>The names under which the command line knows the two sets of mask constants.</summary>
internal static class CirrusNames
{
    public static IReadOnlyList<string> All { get; } = ["dsen2cr", "uncrtaints"];

    public static string Of(CirrusConstants constants) => constants == CirrusConstants.DSen2Cr ? All[0] : All[1];

    public static CirrusConstants Parse(string name) =>
        name.Equals(All[0], StringComparison.OrdinalIgnoreCase) ? CirrusConstants.DSen2Cr : CirrusConstants.UnCRtainTs;
}
