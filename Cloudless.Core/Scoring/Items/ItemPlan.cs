using Cloudless.Fusion;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>What is done with an item: the run's options with the item's own in their place.</summary>
/// <param name="Options">What is removed and how.</param>
/// <param name="Source">What the scene does not tell about itself.</param>
/// <param name="Bounds">The part that is worked on; null for all of it.</param>
internal sealed record ItemPlan(RemovalOptions Options, OpticalSourceOptions Source, SceneBounds? Bounds)
{
    /// <summary>Puts an item's options in the place of the run's.</summary>
    public static ItemPlan Of(ScoreRequest request, ItemOptions? item)
    {
        var plan = new ItemPlan(request.Options, request.Source, request.Bounds);
        return item is null ? plan : new ItemPlan(
            plan.Options with
            {
                Composite = item.Composite is { } composite ? composite == "on" : plan.Options.Composite,
                SarScale = item.SarScale switch
                {
                    null => plan.Options.SarScale,
                    "db" => SarScale.Decibel,
                    "linear" => SarScale.Linear,
                    _ => SarScale.Auto,
                },
            },
            plan.Source with
            {
                Radiometry = item.Radiometry is { } radiometry ? Enum.Parse<RadiometryChoice>(radiometry, ignoreCase: true) : plan.Source.Radiometry,
                Tile = item.Tile ?? plan.Source.Tile,
            },
            item.Bounds is { } bounds ? SceneBounds.Parse(bounds) : plan.Bounds);
    }
}
