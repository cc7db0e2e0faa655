namespace Cloudless.Training.Datasets;

/// <summary>The parts of a split.</summary>
public enum DatasetSplit
{
    /// <summary>Trained on.</summary>
    Train,

    /// <summary>Looked at during training: to stop, to choose.</summary>
    Validation,

    /// <summary>Looked at once, at the end.</summary>
    Test,
}
