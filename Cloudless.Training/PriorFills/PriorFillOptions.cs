using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Training.PriorFills;

/// <summary>Which prior fill a network is trained with; what it learns from the samples goes into the model's card.</summary>
public sealed record PriorFillOptions
{
    /// <summary>One of <see cref="PriorFillCard.Names"/>.</summary>
    public string Name { get; init; } = PriorFillCard.SarRegression;

    /// <summary>Weight of what an image's own clear pixels say, 0..1; the rest has what was learned from the training's scenes.</summary>
    public double ImageWeight { get; init; } = 0.3;

    /// <summary>Odd side in pixels of the square that SAR is averaged over for <see cref="PriorFillCard.SarRegression"/>; 1 does not average.</summary>
    public int SarWindow { get; init; } = 9;

    /// <summary>
    /// A cloud adds light: where the visible bands are more than so many times brighter than their estimate, no band is estimated brighter than it was seen. At least 1; null never looks.
    /// </summary>
    public double? CeilingFrom { get; init; } = 1.2;

    /// <summary>Checks the values.</summary>
    /// <param name="sar">Whether the network takes SAR.</param>
    /// <exception cref="ArgumentException">A value is out of range, or the fill needs SAR that the network does not take.</exception>
    public void Validate(bool sar)
    {
        _ = Learner();
        if (Name == PriorFillCard.SarRegression && !sar)
        {
            throw new ArgumentException($"The prior fill '{Name}' needs SAR, which a network without SAR does not get. Choose {PriorFillCard.PatchMean} or another one.");
        }
    }

    /// <summary>Begins to learn what the options ask for.</summary>
    internal PriorFillLearner Learner() => new(Name, ImageWeight, SarWindow, CeilingFrom);
}
