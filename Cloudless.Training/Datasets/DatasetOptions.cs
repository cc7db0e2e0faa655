namespace Cloudless.Training.Datasets;

/// <summary>What a dataset is taken to be. It changes what is trained on, so it belongs to a training's options.</summary>
public sealed record DatasetOptions
{
    /// <summary>How files and folders are named.</summary>
    public DatasetLayout Layout { get; init; } = DatasetLayout.Auto;

    /// <summary>How it is divided.</summary>
    public SplitRule Split { get; init; } = SplitRule.Auto;

    /// <summary>
    /// File list: rows of split (1 train, 2 validation, 3 test), folder of SAR, of cloud-free, of cloudy images, file name; separated by tabs, commas,
    /// or commas and blanks. Null for none.
    /// </summary>
    public string? ListFile { get; init; }

    /// <summary>Table of cloud covers as <c>cloudless dataset check --covers</c> writes it, so that training need not look for clouds; null for none.</summary>
    public string? CoversFile { get; init; }

    /// <summary>Share of scenes or patches that is trained on, of a split that is drawn; 0..1.</summary>
    public double TrainShare { get; init; } = 0.8;

    /// <summary>Share for validation, of a split that is drawn; what is left is the test.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Share of the patches that a split by patch takes at all, 0..1.</summary>
    public double SubsetShare { get; init; } = 0.5;

    /// <summary>Seed of a split that is drawn.</summary>
    public ulong SplitSeed { get; init; } = 42;

    /// <summary>
    /// At most so many scenes are trained on, drawn with <see cref="SplitSeed"/>, each with all its patches; null takes all. Fewer are among more: the scenes of a
    /// smaller number are all in a larger one. For learning curves over the amount of data.
    /// </summary>
    public int? Scenes { get; init; }

    /// <summary>What becomes of samples that are not numbers.</summary>
    public NanRule Nan { get; init; } = NanRule.Fill;

    /// <summary>What becomes of patches that lack a file.</summary>
    public MissingRule Missing { get; init; } = MissingRule.Refuse;

    /// <summary>Side of the patches that scenes are cut into, pixels; they overlap by half. An image up to twice as large stays whole.</summary>
    public int PatchSize { get; init; } = 256;

    /// <summary>Largest share of pixels without data (0 in all bands) in an image of a patch, 0..1; patches above it are not trained on.</summary>
    public double MaximumNoData { get; init; } = 0.1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or a list and another split are asked for.</exception>
    public void Validate()
    {
        foreach ((double share, string name) in new[]
        {
            (TrainShare, nameof(TrainShare)), (ValidationShare, nameof(ValidationShare)), (SubsetShare, nameof(SubsetShare)), (MaximumNoData, nameof(MaximumNoData)),
        })
        {
            if (share is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(name, share, "A share lies in 0..1.");
            }
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(PatchSize, 16);
        ArgumentOutOfRangeException.ThrowIfLessThan(Scenes ?? 1, 1, nameof(Scenes));
        if (TrainShare == 0 || TrainShare + ValidationShare > 1 + 1e-9)
        {
            throw new ArgumentException($"TrainShare ({TrainShare}) is more than 0, and with ValidationShare ({ValidationShare}) at most 1.");
        }

        if (ListFile is not null && Split is not (SplitRule.Auto or SplitRule.List))
        {
            throw new ArgumentException($"A file list divides the data itself; the split {Split} does not go with it.");
        }

        if (ListFile is null && Split == SplitRule.List)
        {
            throw new ArgumentException("A split by list needs the list's file.");
        }
    }
}
