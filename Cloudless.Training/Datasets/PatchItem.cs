using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets;

/// <summary>One patch of a dataset: what it is and where its images are. Its pixels are read by <see cref="PatchDataset.Read(PatchItem)"/>.</summary>
/// <remarks>Immutable, thread-safe.</remarks>
public sealed record PatchItem
{
    internal PatchItem(PatchImages images) => Images = images;

    /// <summary>Name in logs and tables, unique within its <see cref="Source"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The folder or data set it came from.</summary>
    public required string Source { get; init; }

    /// <summary>Scene: patches of one scene show the same ground or overlap, and never stand on both sides of an honest split.</summary>
    public required string Group { get; init; }

    /// <summary>The evaluation fold, 1 and up; null for patches that are only trained on.</summary>
    public int? Fold { get; init; }

    /// <summary>Its part of the split; null where the dataset is not split, or the split does not list it.</summary>
    public DatasetSplit? Split { get; init; }

    /// <summary>Season of a SEN12MS-CR patch: <c>spring</c>, <c>summer</c>, <c>fall</c> or <c>winter</c>; null elsewhere.</summary>
    public string? Season { get; init; }

    /// <summary>Number of the region within its season, of a SEN12MS-CR patch; null elsewhere.</summary>
    public int? Roi { get; init; }

    /// <summary>Number of the patch within its scene; null where patches are not numbered.</summary>
    public int? Patch { get; init; }

    /// <summary>Share of cloud pixels in the cloudy image, 0..1, as far as it is known without reading it; else null.</summary>
    public double? CloudCover { get; init; }

    /// <summary>Share of pixels that the mask takes for cloud in the cloud-free image, 0..1, as far as it is known without reading it; else null.</summary>
    public double? TargetCover { get; init; }

    /// <summary>Whether there is a cloudy image.</summary>
    public bool HasInput => Images.Input is not null;

    /// <summary>Whether there is a SAR image; of a patch cut from a scene it may still have no data.</summary>
    public bool HasSar => Images.Sar is not null;

    /// <summary>Where its images are.</summary>
    internal PatchImages Images { get; init; }
}
