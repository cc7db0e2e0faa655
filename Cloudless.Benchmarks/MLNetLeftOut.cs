using Cloudless.Benchmarks.Paired;

namespace Cloudless.Benchmarks.MLNet;

/// <summary>The row of ML.NET in a build whose feed has no Microsoft.ML: it says why it is left out.</summary>
internal sealed class MLNetRow(int features, int blocks, int side) : ComparisonRow
{
    /// <inheritdoc/>
    public override string Name => $"ML.NET F={features} B={blocks}, {side}x{side}";

    /// <inheritdoc/>
    public override string WhyNot() => "this build has no ML.NET, for Microsoft.ML was not on its package feed";

    /// <inheritdoc/>
    public override Comparison Prepare(int threads) => throw new InvalidOperationException(WhyNot());
}
