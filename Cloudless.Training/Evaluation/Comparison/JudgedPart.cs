namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>What part of a dataset is judged on.</summary>
public enum JudgedPart
{
    /// <summary>The test part where the data is divided, else all.</summary>
    Auto,

    /// <summary>The part that is trained on.</summary>
    Train,

    /// <summary>The part for validation.</summary>
    Validation,

    /// <summary>The test part.</summary>
    Test,

    /// <summary>Everything.</summary>
    All,
}
