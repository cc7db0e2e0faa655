using Cloudless.Imagery;

namespace Cloudless.Networks.Onnx;

/// <summary>What the description of a prior fill must be.</summary>
internal static class PriorFillRules
{
    /// <summary>Largest <see cref="PriorFillCard.SarWindow"/>: wider than any field.</summary>
    public const int LargestSarWindow = 101;

    /// <summary>What is wrong with a card, and what it should be; null where nothing is.</summary>
    public static (string Found, string Expected)? Breach(PriorFillCard card)
    {
        if (!PriorFillCard.Names.Contains(card.Name))
        {
            return ($"a card that asks for the prior fill '{card.Name}'",
                $"none or one of {string.Join(", ", PriorFillCard.Names)}: without its fill the model would give wrong results; take a version of Cloudless that knows it");
        }

        string name = $"a card whose prior fill '{card.Name}' has";
        if (card.ImageWeight is not (>= 0 and <= 1))
        {
            return ($"{name} imageWeight {card.ImageWeight}", "a weight in 0..1");
        }

        if (card.Spectrum.Count != Sentinel2Band.Count || !card.Spectrum.All(float.IsFinite))
        {
            return ($"{name} a spectrum of [{string.Join(' ', card.Spectrum)}]", $"{Sentinel2Band.Count} finite DN");
        }

        if (card.SarWindow is < 1 or > LargestSarWindow || card.SarWindow % 2 == 0)
        {
            return ($"{name} sarWindow {card.SarWindow}", $"an odd number of pixels in 1..{LargestSarWindow}");
        }

        if (card.CeilingFrom is not (null or (>= 1 and < double.PositiveInfinity)))
        {
            return ($"{name} ceilingFrom {card.CeilingFrom}", "a number from 1 on, or none");
        }

        bool lines = card.Name == PriorFillCard.SarRegression;
        bool finite = card.SarLines?.All(l => l is not null && double.IsFinite(l.Vv) && double.IsFinite(l.Vh) && double.IsFinite(l.Constant)) ?? true;
        return (card.SarLines?.Count ?? 0) == (lines ? Sentinel2Band.Count : 0) && finite
            ? null
            : ($"{name} {card.SarLines?.Count.ToString() ?? "no"} SAR lines{(finite ? "" : " with values that are not finite")}", lines ? $"{Sentinel2Band.Count} finite lines" : "none");
    }
}
