using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.Layouts;

namespace Cloudless.Training.Datasets;

/// <summary>The patches under a folder, listed at once and read when they are asked for.</summary>
/// <remarks>Immutable but for what it keeps in memory of the files it has read; thread-safe.</remarks>
public sealed class PatchDataset
{
    private PatchDataset(string path, IReadOnlyList<PatchItem> items, IReadOnlyList<string> skipped, PatchStore store, DatasetOptions options, ReadingOptions reading) =>
        (Path, Items, Skipped, Store, Options, Reading) = (path, items, skipped, store, options, reading);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The patches in an order that is the same on every machine.</summary>
    public IReadOnlyList<PatchItem> Items { get; }

    /// <summary>Names of folders in it whose layout was not recognized.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>How it was listed and is read.</summary>
    public DatasetOptions Options { get; }

    /// <summary>How fast and in how much memory it is read.</summary>
    public ReadingOptions Reading { get; }

    /// <summary>Reads and keeps images.</summary>
    internal PatchStore Store { get; }

    /// <summary>Lists a folder.</summary>
    /// <param name="path">The folder: cloudy/clear pairs, dates of one place or clear tiles, in it or in folders of it.</param>
    /// <param name="options">What it is taken to be; null for the defaults.</param>
    /// <param name="reading">How it is read; null for the defaults.</param>
    /// <exception cref="CloudlessException">The folder is missing or holds no patch, or a file that listing must look into cannot be used.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static PatchDataset Open(string path, DatasetOptions? options = null, ReadingOptions? reading = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new DatasetOptions();
        reading ??= new ReadingOptions();
        options.Validate();
        reading.Validate();
        if (!Directory.Exists(path))
        {
            throw new CloudlessException($"{path}: no such folder. Give --data a folder with training images.");
        }

        string root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var store = new PatchStore(options.Nan, reading.CacheMegabytes * (1L << 20));
        (IReadOnlyList<PatchItem> items, IReadOnlyList<string> skipped) = FolderLayout.List(root, store);
        return items.Count > 0
            ? new PatchDataset(root, items, skipped, store, options, reading)
            : throw new CloudlessException($"{path}: no training sample found. Expected <id>_s2_cloudy.tif with <id>_s2_clear.tif (and <id>_s1.tif), in the folder or in folders of it.");
    }

    /// <summary>A dataset of samples that are in memory already.</summary>
    /// <exception cref="RasterMismatchException">The images of a sample do not fit together.</exception>
    public static PatchDataset Of(IReadOnlyList<Sample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (Sample sample in samples)
        {
            sample.Validate();
        }

        var reading = new ReadingOptions();
        var options = new DatasetOptions();
        return new PatchDataset("memory", [.. samples.Select(ItemOf)], [], new PatchStore(options.Nan, reading.CacheMegabytes * (1L << 20)), options, reading);
    }

    /// <summary>The patches of a part of the split.</summary>
    public IReadOnlyList<PatchItem> Of(DatasetSplit split) => [.. Items.Where(i => i.Split == split)];

    /// <summary>Reads a patch.</summary>
    /// <exception cref="BandMissingException">An image has not the bands it must have.</exception>
    /// <exception cref="RasterMismatchException">The images have not one size.</exception>
    /// <exception cref="CloudlessException">A file is missing, cut off, or holds nothing that can be used; the message names it.</exception>
    public Sample Read(PatchItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var sample = new Sample
        {
            Id = item.Id,
            Source = item.Source,
            Group = item.Group,
            Fold = item.Fold,
            Input = item.Images.Input?.Load(Store),
            Target = item.Images.Target.Load(Store),
            Sar = item.Images.Sar?.Load(Store),
        };
        sample.Validate();
        return sample;
    }

    /// <summary>Reads patches one after another, each when it is asked for.</summary>
    public IEnumerable<Sample> Read(IEnumerable<PatchItem> items) => items.Select(Read);

    private static PatchItem ItemOf(Sample sample) => new(new PatchImages(
        sample.Input is null ? null : new OpticalInMemory(sample.Input), new OpticalInMemory(sample.Target), sample.Sar is null ? null : new SarInMemory(sample.Sar)))
    {
        Id = sample.Id,
        Source = sample.Source,
        Group = sample.Group,
        Fold = sample.Fold,
    };
}
