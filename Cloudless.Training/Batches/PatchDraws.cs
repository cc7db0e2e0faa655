using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Batches;

/// <summary>
/// Draws patches of a training set at random. One that turns out not to serve is drawn again, so what is drawn depends on the random state and the files
/// alone. Of a patch only the images are read that its use needs.
/// </summary>
/// <param name="set">The patches.</param>
/// <param name="sar">Whether SAR is needed at all.</param>
internal sealed class PatchDraws(TrainingSet set, bool sar)
{
    // Of a data set in which one patch in ten serves, this fails once in a thousand draws of a patch; of a usual one never.
    private const int Tries = 64;

    /// <summary>A real pair with SAR.</summary>
    public (PatchItem Item, Sample Sample) Triplet(SeededRandom random) => Draw(set.Triplets, random, "triplet", i => TryRead(i, asSurface: false));

    /// <summary>A real pair without SAR.</summary>
    public (PatchItem Item, Sample Sample) Pair(SeededRandom random) => Draw(set.Pairs, random, "pair", i => TryRead(i, asSurface: false));

    /// <summary>A cloud-free image to put clouds on; the sample has no cloudy image.</summary>
    public (PatchItem Item, Sample Sample) Surface(SeededRandom random) => Draw(set.Surfaces, random, "cloud-free surface", i => TryRead(i, asSurface: true));

    /// <summary>A cloudy image with clouds to paste.</summary>
    public (PatchItem Item, Raster<short> Cloudy) Donor(SeededRandom random) => Draw(set.Donors, random, "donor of clouds", item =>
    {
        Raster<short> cloudy = item.Images.Input!.Load(set.Dataset.Store);
        bool serves = set.IsScanned
            || (PatchLook.NoDataOf(cloudy) <= set.Dataset.Options.MaximumNoData && (item.CloudCover ?? CoverOf(item.Images.Input)) >= TrainingSet.DonorCover);
        return serves ? cloudy : null;
    });

    /// <summary>A patch that was chosen already, read; null where it turns out not to serve.</summary>
    public Sample? TryRead(PatchItem item, bool asSurface)
    {
        Sample sample = set.Dataset.Read(item, input: !asSurface, sar);
        bool serves = set.IsScanned || (PatchLook.NoDataOf(sample) <= set.Dataset.Options.MaximumNoData && (!asSurface || IsSurface(item)));
        return serves ? sample : null;
    }

    private bool IsSurface(PatchItem item) => !item.HasInput || (item.TargetCover ?? CoverOf(item.Images.Target)) <= TrainingSet.SurfaceCover;

    private double CoverOf(OpticalSource image) => set.Dataset.Store.CoverOf(image).Cover;

    private (PatchItem Item, T Images) Draw<T>(IReadOnlyList<PatchItem> items, SeededRandom random, string what, Func<PatchItem, T?> read)
        where T : class
    {
        for (int i = 0; i < Tries; i++)
        {
            PatchItem item = items[random.Next(items.Count)];
            if (read(item) is { } images)
            {
                return (item, images);
            }
        }

        throw new CloudlessException(
            $"{Tries} patches were drawn from {set.Dataset.Path} and none serves as {what} (too much cloud, too little cloud, or no data). Leave this source out of the mix, or choose another part of the data.");
    }
}
