namespace Cloudless.Training.Datasets.Checks;

/// <summary>What a check found in a dataset.</summary>
public sealed record DatasetReport
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Its layout in words.</summary>
    public required string Layout { get; init; }

    /// <summary>How it is divided, in words.</summary>
    public required string Split { get; init; }

    /// <summary>Number of patches that can be used, as far as files are there.</summary>
    public required int Patches { get; init; }

    /// <summary>Counts of each part of the split.</summary>
    public required IReadOnlyList<GroupCount> Splits { get; init; }

    /// <summary>Counts of each season (of time series: of each continent); empty where patches have none.</summary>
    public required IReadOnlyList<GroupCount> Seasons { get; init; }

    /// <summary>Counts of each scene.</summary>
    public required IReadOnlyList<GroupCount> Scenes { get; init; }

    /// <summary>Whether the pixels were read; else only names were looked at, and all that follows but missing files is empty.</summary>
    public required bool PixelsRead { get; init; }

    /// <summary>Cloudy images by their share of cloud pixels in tenths, [0,10 %) to [90,100 %]; by the mask of this project at its default threshold.</summary>
    public IReadOnlyList<int> CloudyCover { get; init; } = [];

    /// <summary>Cloud-free images in the same way: what is not in the first tenth is snow, bright ground, or cloud that was overlooked.</summary>
    public IReadOnlyList<int> ClearCover { get; init; } = [];

    /// <summary>Patches in whose images more pixels have no data than training accepts.</summary>
    public int WithoutData { get; init; }

    /// <summary>Patches that lack a file.</summary>
    public IReadOnlyList<MissingPartner> Missing { get; init; } = [];

    /// <summary>Whether missing files were said to be no problem.</summary>
    public bool MissingAccepted { get; init; }

    /// <summary>Files that cannot be read: cut off, damaged, without a valid value.</summary>
    public IReadOnlyList<BrokenFile> Broken { get; init; } = [];

    /// <summary>Files with other bands than they must have.</summary>
    public IReadOnlyList<BrokenFile> WrongBands { get; init; } = [];

    /// <summary>Patches whose images do not fit together, and images in no unit that training takes.</summary>
    public IReadOnlyList<BrokenFile> Mismatched { get; init; } = [];

    /// <summary>Files with samples that are no numbers.</summary>
    public IReadOnlyList<NanCount> Nan { get; init; } = [];

    /// <summary>Patches left out because their published files are known to be broken.</summary>
    public IReadOnlyList<string> KnownBroken { get; init; } = [];

    /// <summary>Folders whose layout was not recognized.</summary>
    public IReadOnlyList<string> SkippedFolders { get; init; } = [];

    /// <summary>What makes figures on this split less than they seem.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Number of things that are broken; 0 where the dataset can be trained on as it is.</summary>
    public int Problems => (MissingAccepted ? 0 : Missing.Count) + Broken.Count + WrongBands.Count + Mismatched.Count;
}

/// <summary>Counts of a part of a dataset.</summary>
/// <param name="Name">Name of the part.</param>
/// <param name="Patches">Its patches.</param>
/// <param name="Scenes">Its scenes.</param>
/// <param name="WithSar">Patches with SAR.</param>
/// <param name="Split">Where all its patches are in one part of the split, that part.</param>
public sealed record GroupCount(string Name, int Patches, int Scenes, int WithSar, DatasetSplit? Split = null);

/// <summary>Samples of a file that are no numbers.</summary>
/// <param name="Path">The file.</param>
/// <param name="Samples">How many; of a scene, those in overlapping windows count for each.</param>
public sealed record NanCount(string Path, long Samples);
