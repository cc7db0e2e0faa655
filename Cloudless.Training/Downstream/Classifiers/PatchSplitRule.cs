namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>Which labeled patches are left out of a training to judge it by.</summary>
public enum PatchSplitRule
{
    /// <summary>That of SEN12MS-CR where all patches are of its scenes and both parts are there, else by patch.</summary>
    Auto,

    /// <summary>A share of each class, patch by patch: patches of one image may be on both sides.</summary>
    Patch,

    /// <summary>Whole images, or whole scenes of SEN12MS: what is judged was never seen. Classes of one image are learned from alone.</summary>
    Image,

    /// <summary>The split of SEN12MS-CR by scene: its training part is learned from, its validation part judges, its test part and other scenes are left alone.</summary>
    Official,
}
