namespace Cloudless.Training.Validation;

/// <summary>What makes a model the best so far.</summary>
public enum BestBy
{
    /// <summary>The highest mean PSNR on the validation patches.</summary>
    Psnr,

    /// <summary>The lowest mean loss on them.</summary>
    Loss,
}

/// <summary>How a training is looked at while it goes on.</summary>
public sealed record ValidationOptions
{
    /// <summary>
    /// The fold that validates, left out of training with all that shares a group with it; null takes the validation part of the data's split, where it is
    /// split, else none.
    /// </summary>
    public int? Fold { get; init; }

    /// <summary>Steps between validations.</summary>
    public int Steps { get; init; } = 500;

    /// <summary>At most so many patches validate, spread evenly over all there are.</summary>
    public int Patches { get; init; } = 64;

    /// <summary>So many of them are drawn as pictures; 0 draws none.</summary>
    public int Pictures { get; init; } = 4;

    /// <summary>By what the best model is chosen.</summary>
    public BestBy Best { get; init; } = BestBy.Psnr;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patches, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Pictures);
    }
}
