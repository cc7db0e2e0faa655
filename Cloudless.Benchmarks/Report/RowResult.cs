using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.Report;

/// <summary>A measured row.</summary>
/// <param name="Name">The row's name.</param>
/// <param name="Work">What one run of ours does.</param>
/// <param name="Ours">What ours took.</param>
/// <param name="Rivals">What the rivals took, and how ours stands to each.</param>
internal sealed record RowResult(string Name, Work Work, ContenderResult Ours, IReadOnlyList<RivalResult> Rivals);
