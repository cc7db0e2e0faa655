namespace Cloudless.Training.Datasets;

/// <summary>What a dataset is taken to be. It changes what is trained on, so it belongs to a training's options.</summary>
public sealed record DatasetOptions
{
    /// <summary>What becomes of samples that are not numbers.</summary>
    public NanRule Nan { get; init; } = NanRule.Fill;

    /// <summary>Largest share of pixels without data (0 in all bands) in an image of a patch, 0..1; patches above it are not trained on.</summary>
    public double MaximumNoData { get; init; } = 0.1;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (MaximumNoData is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MaximumNoData), MaximumNoData, "A share lies in 0..1.");
        }
    }
}
