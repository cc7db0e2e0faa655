using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.Layouts;
using Cloudless.Training.Datasets.Splits;

namespace Cloudless.Training.Datasets;

/// <summary>The patches under a folder, listed and divided at once, and read when they are asked for.</summary>
/// <remarks>Immutable but for what it keeps in memory of the files it has read; thread-safe.</remarks>
public sealed class PatchDataset
{
    private PatchDataset(string path, Listing listing, Division division, PatchStore store, DatasetOptions options, ReadingOptions reading)
    {
        (Path, Layout, Split, Items) = (path, listing.Name, division.Name, division.Items);
        Missing = [.. listing.Missing, .. division.Missing];
        (Broken, KnownBroken, Skipped, Warnings) = (listing.Broken, listing.KnownBroken, listing.Skipped, division.Warnings);
        (Store, Options, Reading) = (store, options, reading);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Its layout in words.</summary>
    public string Layout { get; }

    /// <summary>How it is divided, in words.</summary>
    public string Split { get; }

    /// <summary>The patches in an order that is the same on every machine.</summary>
    public IReadOnlyList<PatchItem> Items { get; }

    /// <summary>Patches that lack a file; those without SAR are among <see cref="Items"/> too.</summary>
    public IReadOnlyList<MissingPartner> Missing { get; }

    /// <summary>Files that listing had to look into and could not use.</summary>
    public IReadOnlyList<BrokenFile> Broken { get; }

    /// <summary>Ids of patches left out because their published files are known to be broken.</summary>
    public IReadOnlyList<string> KnownBroken { get; }

    /// <summary>Names of folders in it whose layout was not recognized.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>What makes figures on this split less than they seem, or what it leaves out; to be shown to whoever uses them.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>How it was listed and is read.</summary>
    public DatasetOptions Options { get; }

    /// <summary>How fast and in how much memory it is read.</summary>
    public ReadingOptions Reading { get; }

    /// <summary>Reads and keeps images.</summary>
    internal PatchStore Store { get; }

    /// <summary>Lists a folder to train on or to judge on.</summary>
    /// <param name="path">The folder; for what may be in it see <see cref="DatasetLayout"/>.</param>
    /// <param name="options">What it is taken to be; null for the defaults.</param>
    /// <param name="reading">How it is read; null for the defaults.</param>
    /// <exception cref="CloudlessException">
    /// The folder is missing or holds no patch, patches lack a file and may not, a file that listing must look into is broken, or the split does not fit.
    /// </exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static PatchDataset Open(string path, DatasetOptions? options = null, ReadingOptions? reading = null)
    {
        PatchDataset dataset = Survey(path, options, reading);
        if (dataset.Broken.Count > 0)
        {
            throw new CloudlessException($"{dataset.Broken[0].Reason}{More(dataset.Broken.Count)}");
        }

        if (dataset.Missing.Count > 0 && dataset.Options.Missing == MissingRule.Refuse)
        {
            MissingPartner first = dataset.Missing[0];
            throw new CloudlessException(
                $"{path}: the {first.Missing} {(first.Missing == "patch" ? "file" : "image")} of {first.Patch} is missing; expected {first.Expected}{More(dataset.Missing.Count)}. Add what is missing, or leave such patches out (--missing skip).");
        }

        return dataset.Items.Count > 0 ? dataset : throw new CloudlessException(
            $"{path}: no training sample found. Expected <id>_s2_cloudy.tif with <id>_s2_clear.tif (and <id>_s1.tif), in the folder or in folders of it, or SEN12MS-CR.");
    }

    /// <summary>Lists a folder whatever is wrong in it, to tell what is.</summary>
    /// <exception cref="CloudlessException">The folder is missing, or layout, list or split do not fit it.</exception>
    internal static PatchDataset Survey(string path, DatasetOptions? options = null, ReadingOptions? reading = null)
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
        FileList? list = options.ListFile is null ? null : FileList.Read(options.ListFile);
        var store = new PatchStore(options.Nan, reading.CacheMegabytes * (1L << 20));
        Listing listing = Lister.List(root, options, list, store);
        if (options.CoversFile is not null)
        {
            listing = listing with { Items = CoverTable.Read(options.CoversFile).ApplyTo(listing.Items) };
        }

        return new PatchDataset(root, listing, Divider.Divide(listing, options, list), store, options, reading);
    }

    /// <summary>A dataset of samples that are in memory already.</summary>
    /// <exception cref="RasterMismatchException">The images of a sample do not fit together.</exception>
    public static PatchDataset Of(IReadOnlyList<Sample> samples) => Of(samples, new DatasetOptions());

    /// <summary>As the public one, taken to be what options say.</summary>
    internal static PatchDataset Of(IReadOnlyList<Sample> samples, DatasetOptions options)
    {
        ArgumentNullException.ThrowIfNull(samples);
        foreach (Sample sample in samples)
        {
            sample.Validate();
        }

        var reading = new ReadingOptions();
        PatchItem[] items = [.. samples.Select(ItemOf)];
        var store = new PatchStore(options.Nan, reading.CacheMegabytes * (1L << 20));
        return new PatchDataset("memory", new Listing("samples in memory", items), new Division("not divided", items), store, options, reading);
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
        return Read(item, input: true, sar: true);
    }

    /// <summary>Reads a patch without its cloudy image or its SAR, where they are not needed.</summary>
    internal Sample Read(PatchItem item, bool input, bool sar)
    {
        var sample = new Sample
        {
            Id = item.Id,
            Source = item.Source,
            Group = item.Group,
            Fold = item.Fold,
            Input = input ? item.Images.Input?.Load(Store) : null,
            Target = item.Images.Target.Load(Store),
            Sar = sar ? item.Images.Sar?.Load(Store) : null,
        };
        sample.Validate();
        return sample;
    }

    /// <summary>Reads patches one after another, each when it is asked for.</summary>
    public IEnumerable<Sample> Read(IEnumerable<PatchItem> items) => items.Select(Read);

    private static string More(int count) => count == 1 ? "" : $" ({count - 1} more like this; 'cloudless dataset check' lists them)";

    private static PatchItem ItemOf(Sample sample) => new(new PatchImages(
        sample.Input is null ? null : new OpticalInMemory(sample.Input), new OpticalInMemory(sample.Target), sample.Sar is null ? null : new SarInMemory(sample.Sar)))
    {
        Id = sample.Id,
        Source = sample.Source,
        Group = sample.Group,
        Fold = sample.Fold,
    };
}
