using Cloudless.Scoring;

namespace Cloudless.Cli.Jobs;

/// <summary>What <c>manifest --json</c> prints.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Items">Items in it.</param>
/// <param name="Paired">Items with SAR.</param>
/// <param name="Undated">Pairs made without both dates.</param>
/// <param name="UnpairedS2">Optical scenes without a partner.</param>
/// <param name="UnpairedS1">SAR images in no pair.</param>
internal sealed record ManifestReport(
    string Manifest, int Items, int Paired, int Undated, IReadOnlyList<UnpairedScene> UnpairedS2, IReadOnlyList<UnpairedScene> UnpairedS1);
