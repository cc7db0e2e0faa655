using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Splits;

namespace Cloudless.Training.Batches;

/// <summary>The patches of one training, sorted by what they can serve for.</summary>
/// <remarks>
/// What an image can serve for shows in its mask. Of up to <see cref="ScanLimit"/> patches all are looked at first and the lists hold what
/// serves; of more, the lists hold what may serve, and who draws from them looks (<see cref="PatchDraws"/>). Immutable, thread-safe.
/// </remarks>
public sealed class TrainingSet
{
    /// <summary>Number of patches up to which all are read and masked before a training begins; a minute's work.</summary>
    public const int ScanLimit = 4096;

    /// <summary>An image serves as donor of clouds from this share of cloud pixels on.</summary>
    internal const double DonorCover = 0.1;

    /// <summary>A pair's target in which the cloud mask finds more than this is no surface to put clouds on; readers have judged patches without input.</summary>
    internal const double SurfaceCover = 0.02;

    /// <summary>So many patches are read for <see cref="Fingerprint"/>.</summary>
    private const int FingerprintPatches = 64;

    /// <summary>Sorts the patches of a dataset: those of the training part where it is split, else all.</summary>
    /// <param name="dataset">All patches.</param>
    /// <param name="heldOutFold">The fold left out, with everything that shares a group with it; null leaves nothing out.</param>
    /// <param name="validationFold">The fold that validates, left out likewise; null takes the validation part of the split, where the dataset is split.</param>
    /// <exception cref="CloudlessException">Nothing is left, or a patch cannot be read.</exception>
    public TrainingSet(PatchDataset dataset, int? heldOutFold = null, int? validationFold = null)
        : this(dataset, heldOutFold, validationFold, ScanLimit)
    {
    }

    /// <summary>As the public one, with another limit of what is looked at first.</summary>
    internal TrainingSet(PatchDataset dataset, int? heldOutFold, int? validationFold, int scanLimit)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Dataset = dataset;
        bool split = dataset.Items.Any(i => i.Split is not null);
        HashSet<string> judging = [.. GroupsOf(dataset, heldOutFold)], heldOut = [.. judging, .. GroupsOf(dataset, validationFold)];
        Validation =
        [
            .. dataset.Items.Where(i => i.HasInput && !judging.Contains(i.Group)
                && (validationFold is null ? i.Split == DatasetSplit.Validation : i.Fold == validationFold)),
        ];
        PatchItem[] items = OfSomeScenes(dataset.Options, [.. dataset.Items.Where(i => !heldOut.Contains(i.Group) && (!split || i.Split == DatasetSplit.Train))]);
        IsScanned = items.Length <= scanLimit;
        PatchLook?[] looks = IsScanned ? Scan(dataset, items) : new PatchLook?[items.Length];
        (PatchItem Item, PatchLook? Look)[] usable = [.. items.Zip(looks).Where(p => p.Second is null || p.Second.NoData <= dataset.Options.MaximumNoData)];
        if (usable.Length == 0)
        {
            throw new CloudlessException(split
                ? "No patch of the training part can be trained on. Check the split ('cloudless dataset check' counts its parts)."
                : "No sample is left to train on. Add samples or leave out another fold.");
        }

        Items = [.. usable.Select(p => p.Item)];
        Smallest = IsScanned ? usable.MinBy(p => Math.Min(p.Look!.Height, p.Look.Width)) : default;
        Triplets = [.. Items.Where(i => i.HasInput && i.HasSar)];
        Pairs = [.. Items.Where(i => i.HasInput && !i.HasSar)];
        Donors = [.. usable.Where(p => p.Item.HasInput && (p.Look?.InputCover ?? p.Item.CloudCover ?? 1) >= DonorCover).Select(p => p.Item).DistinctBy(i => i.Images.Input)];
        Surfaces =
        [
            .. usable.DistinctBy(p => p.Item.Images.Target)
                .Where(p => !p.Item.HasInput || (p.Look?.TargetCover ?? p.Item.TargetCover ?? 0) <= SurfaceCover).Select(p => p.Item),
        ];
    }

    /// <summary>Sorts samples that are in memory.</summary>
    /// <exception cref="RasterMismatchException">The images of a sample do not fit together.</exception>
    /// <inheritdoc cref="TrainingSet(PatchDataset, int?, int?)"/>
    public TrainingSet(IReadOnlyList<Sample> samples, int? heldOutFold = null, int? validationFold = null)
        : this(PatchDataset.Of(samples), heldOutFold, validationFold)
    {
    }

    /// <summary>The patches that are trained on.</summary>
    public IReadOnlyList<PatchItem> Items { get; }

    /// <summary>The patches that are not trained on but looked at during training; all have a cloudy image.</summary>
    public IReadOnlyList<PatchItem> Validation { get; }

    /// <summary>Where they are read from.</summary>
    public PatchDataset Dataset { get; }

    /// <summary>Whether all were looked at, so that the lists hold nothing that does not serve.</summary>
    internal bool IsScanned { get; }

    /// <summary>The smallest patch that was looked at, with its size; none where none was.</summary>
    internal (PatchItem Item, PatchLook? Look) Smallest { get; }

    /// <summary>Real cloudy/clear pairs with SAR.</summary>
    internal IReadOnlyList<PatchItem> Triplets { get; }

    /// <summary>Real cloudy/clear pairs without SAR.</summary>
    internal IReadOnlyList<PatchItem> Pairs { get; }

    /// <summary>Images whose clouds can be pasted, each once.</summary>
    internal IReadOnlyList<PatchItem> Donors { get; }

    /// <summary>Cloud-free images, each once.</summary>
    internal IReadOnlyList<PatchItem> Surfaces { get; }

    /// <summary>One line for logs and model cards.</summary>
    public string Description =>
        $"{Triplets.Count} triplets, {Pairs.Count} pairs without SAR, {UpTo}{Donors.Count} cloud donors, {UpTo}{Surfaces.Count} cloud-free surfaces ({Surfaces.Count(s => s.HasSar)} with SAR)";

    private string UpTo => IsScanned ? "" : "up to ";

    /// <summary>
    /// A digest in hexadecimal, which a resumed training must meet again: names, folds and kinds of all patches, and the pixels of up to 64
    /// that are spread evenly over them.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (PatchItem item in Items)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{item.Source}/{item.Id}/{item.Fold}/{item.HasSar}/{item.HasInput};"));
        }

        int count = Math.Min(Items.Count, FingerprintPatches);
        for (int i = 0; i < count; i++)
        {
            Sample sample = Dataset.Read(Items[(int)((long)i * Items.Count / count)]);
            hash.AppendData(MemoryMarshal.AsBytes<short>(sample.Target.Data));
            hash.AppendData(MemoryMarshal.AsBytes<short>(sample.Input?.Data ?? []));
            hash.AppendData(MemoryMarshal.AsBytes<float>(sample.Sar?.Data ?? []));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static PatchItem[] OfSomeScenes(DatasetOptions options, PatchItem[] items)
    {
        if (options.Scenes is not { } most)
        {
            return items;
        }

        string[] groups = [.. items.Select(i => i.Group).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Divider.Shuffle(groups, options.SplitSeed);
        HashSet<string> taken = [.. groups.Take(most)];
        return [.. items.Where(i => taken.Contains(i.Group))];
    }

    private static IEnumerable<string> GroupsOf(PatchDataset dataset, int? fold)
    {
        string[] groups = [.. dataset.Items.Where(s => fold is not null && s.Fold == fold).Select(s => s.Group).Distinct(StringComparer.Ordinal)];
        if (fold is null || groups.Length > 0)
        {
            return groups;
        }

        int[] folds = [.. dataset.Items.Select(s => s.Fold).OfType<int>().Distinct().Order()];
        throw new CloudlessException(
            $"No sample belongs to fold {fold}. Folds come from folds.csv (set,id,group,fold) in the data folder; found {(folds.Length == 0 ? "none" : string.Join(", ", folds))}. "
            + "Name one of those, or no fold where the data is divided into training, validation and test.");
    }

    private static PatchLook[] Scan(PatchDataset dataset, PatchItem[] items)
    {
        var looks = new PatchLook[items.Length];
        Errors.OfOne(() => Parallel.For(0, items.Length, i => looks[i] = PatchLook.At(dataset, items[i])));
        return looks;
    }
}
