namespace Cloudless.Training.Datasets;

/// <summary>How a dataset is divided into training, validation and test.</summary>
public enum SplitRule
{
    /// <summary>The list where one is given; else official for SEN12MS-CR, by scene for scenes that are cut, none for what has folds of its own.</summary>
    Auto,

    /// <summary>All is trained on, but for a fold that is left out.</summary>
    None,

    /// <summary>The official split of SEN12MS-CR by scene, 155 / 10 / 10, matched on whole scene names.</summary>
    Official,

    /// <summary>Scenes drawn at random with a seed.</summary>
    Scene,

    /// <summary>
    /// Patches drawn at random with a seed, half of the data by default: what the TMARL paper does. Patches of a scene overlap by half, so ground
    /// that was trained on is in validation and test: their figures are too good.
    /// </summary>
    Random,

    /// <summary>As a file list says.</summary>
    List,
}
