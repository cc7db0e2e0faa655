namespace Cloudless.Removal.PriorFills;

/// <summary>How a prior fill was made for one image, for people and receipts.</summary>
/// <param name="Name">The method that the model's card asks for.</param>
/// <param name="UsedSar">Whether SAR told the estimate; false where the method does not ask for it or there was none.</param>
/// <param name="ClearPixels">Clear pixels that the image was learned from; 0 where the method does not look at them.</param>
/// <param name="ImageShare">Weight of the image's own estimate, 0..1; 0 where it had too few clear pixels.</param>
public sealed record PriorFillReport(string Name, bool UsedSar, long ClearPixels, double ImageShare)
{
    /// <summary>All of this in one sentence.</summary>
    public string Summary => FormattableString.Invariant(
        $"{Name}{(UsedSar ? " with SAR" : " without SAR")}, {100 * ImageShare:0.#} % by {ClearPixels} clear pixels of the image, the rest by the model's other scenes.");
}
