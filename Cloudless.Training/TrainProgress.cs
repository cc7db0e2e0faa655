using System.Globalization;

namespace Cloudless.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Step">Updates done.</param>
/// <param name="Share">Done share of the whole, 0..1.</param>
/// <param name="Loss">Mean loss of about the last hundred steps, network units.</param>
/// <param name="LossName">The loss in use.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="StepsPerSecond">Rate since the start or resume.</param>
/// <param name="Left">Time left, estimated.</param>
public sealed record TrainProgress(long Step, double Share, double Loss, string LossName, double LearningRate, double StepsPerSecond, TimeSpan Left)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"step {Step}  {100 * Share:0.0} %  {LossName} {Loss:0.00000}  rate {LearningRate:0.0e+0}  {StepsPerSecond:0.00} steps/s  {Left:h\\:mm\\:ss} left");
}
