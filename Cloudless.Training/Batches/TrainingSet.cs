using Cloudless.Imagery;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Batches;

/// <summary>The samples of one training, sorted by what they can serve for, with masks and cloud scores computed once.</summary>
/// <remarks>Immutable, thread-safe.</remarks>
public sealed class TrainingSet
{
    /// <summary>An image serves as donor of clouds from this share of cloud pixels on.</summary>
    private const double DonorCover = 0.1;

    /// <summary>A pair's target in which the cloud mask finds more than this is no surface to put clouds on; readers have judged samples without input.</summary>
    private const double SurfaceCover = 0.02;

    /// <summary>Sorts samples.</summary>
    /// <param name="samples">All samples that may be trained on.</param>
    /// <param name="heldOutFold">The fold left out, with everything that shares a group with it; null leaves nothing out.</param>
    /// <exception cref="CloudlessException">Nothing is left.</exception>
    public TrainingSet(IReadOnlyList<Sample> samples, int? heldOutFold = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        HashSet<string> heldOut = [.. samples.Where(s => heldOutFold is not null && s.Fold == heldOutFold).Select(s => s.Group)];
        if (heldOutFold is not null && heldOut.Count == 0)
        {
            throw new CloudlessException(
                $"No sample belongs to fold {heldOutFold}. Folds come from folds.csv (set,id,group,fold) in the data folder; found {string.Join(", ", samples.Select(s => s.Fold).OfType<int>().Distinct().Order())}.");
        }

        Samples = [.. samples.Where(s => !heldOut.Contains(s.Group))];
        if (Samples.Count == 0)
        {
            throw new CloudlessException("No sample is left to train on. Add samples or leave out another fold.");
        }

        var covers = new Dictionary<Raster<short>, CloudCover>(ReferenceEqualityComparer.Instance);
        CloudCover CoverOf(Raster<short> image) => covers.TryGetValue(image, out CloudCover? known) ? known : covers[image] = CloudCover.Of(image);
        List<RealPair> pairs = [.. Samples.Where(s => s.Input is not null).Select(s => new RealPair(s, CoverOf(s.Input!)))];
        Triplets = [.. pairs.Where(p => p.Sample.Sar is not null)];
        Pairs = [.. pairs.Where(p => p.Sample.Sar is null)];
        Donors = [.. pairs.Where(p => p.Cover.Cover >= DonorCover).DistinctBy(p => p.Sample.Input, ReferenceEqualityComparer.Instance)];
        Surfaces = [.. Samples.DistinctBy(s => s.Target, ReferenceEqualityComparer.Instance).Where(s => s.Input is null || CoverOf(s.Target).Cover <= SurfaceCover)];
    }

    /// <summary>The samples that are trained on.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>Real cloudy/clear pairs with SAR.</summary>
    internal IReadOnlyList<RealPair> Triplets { get; }

    /// <summary>Real cloudy/clear pairs without SAR.</summary>
    internal IReadOnlyList<RealPair> Pairs { get; }

    /// <summary>Images whose clouds can be pasted, each once.</summary>
    internal IReadOnlyList<RealPair> Donors { get; }

    /// <summary>Cloud-free images, each once.</summary>
    internal IReadOnlyList<Sample> Surfaces { get; }

    /// <summary>One line for logs and model cards.</summary>
    public string Description =>
        $"{Triplets.Count} triplets, {Pairs.Count} pairs without SAR, {Donors.Count} cloud donors, {Surfaces.Count} cloud-free surfaces ({Surfaces.Count(s => s.Sar is not null)} with SAR)";
}

/// <summary>A sample with a real cloudy image and its mask.</summary>
/// <param name="Sample">Has an input.</param>
/// <param name="Cover">Mask and score of the input.</param>
internal sealed record RealPair(Sample Sample, CloudCover Cover);
