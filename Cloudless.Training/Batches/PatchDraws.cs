using Cloudless.Training.Datasets;

namespace Cloudless.Training.Batches;

/// <summary>Draws patches of a training set at random. One that turns out not to serve is drawn again, so what is drawn depends on the random state and the files alone.</summary>
internal sealed class PatchDraws(TrainingSet set)
{
    // Of a data set in which one patch in ten serves, this fails once in a thousand draws of a patch; of a usual one never.
    private const int Tries = 64;

    /// <summary>A real pair with SAR.</summary>
    public (PatchItem Item, Sample Sample) Triplet(SeededRandom random) => Draw(set.Triplets, random, "triplet", _ => true);

    /// <summary>A real pair without SAR.</summary>
    public (PatchItem Item, Sample Sample) Pair(SeededRandom random) => Draw(set.Pairs, random, "pair", _ => true);

    /// <summary>A cloudy image with clouds to paste.</summary>
    public (PatchItem Item, Sample Sample) Donor(SeededRandom random) =>
        Draw(set.Donors, random, "donor of clouds", i => (i.CloudCover ?? CoverOf(i.Images.Input!)) >= TrainingSet.DonorCover);

    /// <summary>A cloud-free image to put clouds on.</summary>
    public (PatchItem Item, Sample Sample) Surface(SeededRandom random) =>
        Draw(set.Surfaces, random, "cloud-free surface", IsSurface);

    /// <summary>A patch that was chosen already, read; null where it turns out not to serve.</summary>
    public Sample? TryRead(PatchItem item, bool asSurface) => TryRead(item, asSurface ? IsSurface : _ => true);

    private bool IsSurface(PatchItem item) => !item.HasInput || (item.TargetCover ?? CoverOf(item.Images.Target)) <= TrainingSet.SurfaceCover;

    private double CoverOf(Datasets.Images.OpticalSource image) => set.Dataset.Store.CoverOf(image).Cover;

    private (PatchItem Item, Sample Sample) Draw(IReadOnlyList<PatchItem> items, SeededRandom random, string what, Func<PatchItem, bool> serves)
    {
        for (int i = 0; i < Tries; i++)
        {
            PatchItem item = items[random.Next(items.Count)];
            if (TryRead(item, serves) is { } sample)
            {
                return (item, sample);
            }
        }

        throw new CloudlessException(
            $"{Tries} patches were drawn from {set.Dataset.Path} and none serves as {what} (too much cloud, too little cloud, or no data). Leave this source out of the mix, or choose another part of the data.");
    }

    private Sample? TryRead(PatchItem item, Func<PatchItem, bool> serves)
    {
        Sample sample = set.Dataset.Read(item);
        return set.IsScanned || (PatchLook.NoDataOf(sample) <= set.Dataset.Options.MaximumNoData && serves(item)) ? sample : null;
    }
}
