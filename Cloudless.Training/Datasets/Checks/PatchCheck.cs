using Cloudless.Training.Batches;
using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Checks;

/// <summary>Reads every image of a dataset once, patch by patch on several threads, and notes what is wrong with it.</summary>
internal sealed class PatchCheck(PatchDataset dataset, Findings findings)
{
    private readonly (double? Cloudy, double? Clear, bool Empty)[] _looks = new (double?, double?, bool)[dataset.Items.Count];

    /// <summary>Covers of the images that could be read.</summary>
    public IEnumerable<(PatchItem Item, double? Cloudy, double? Clear)> Covers => dataset.Items.Zip(_looks, (item, look) => (item, look.Cloudy, look.Clear));

    /// <summary>Number of patches with less data than training asks for.</summary>
    public int WithoutData => _looks.Count(l => l.Empty);

    /// <summary>Reads all.</summary>
    public void Run(int threads, Action<int> done, CancellationToken cancellation)
    {
        int count = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellation };
        Errors.OfOne(() => Parallel.For(0, dataset.Items.Count, options, i =>
        {
            _looks[i] = Look(dataset.Items[i]);
            done(Interlocked.Increment(ref count));
        }));
    }

    private (double? Cloudy, double? Clear, bool Empty) Look(PatchItem item)
    {
        CloudCover? cloudy = item.Images.Input is { } input ? Cover(input) : null, clear = Cover(item.Images.Target);
        if (item.Images.Sar is { } sar)
        {
            findings.Try(sar.Path ?? item.Id, () => sar.Load(dataset.Store));
        }

        // Each image is whole by itself; do they fit together? What could not be read has been noted.
        bool whole = clear is not null && (cloudy is not null || !item.HasInput);
        Sample? sample = whole && !findings.Has(item.Images.Sar?.Path) ? findings.Try($"{item.Source}/{item.Id}", () => dataset.Read(item)) : null;
        return (cloudy?.Cover, clear?.Cover, sample is not null && PatchLook.NoDataOf(sample) > dataset.Options.MaximumNoData);
    }

    private CloudCover? Cover(OpticalSource image) => findings.Try(image.Path ?? "memory", () => dataset.Store.CoverOf(image));
}
