namespace Cloudless.Training.Evaluation.Series;

/// <summary>How the truth is kept from the methods.</summary>
public enum SeriesProtocol
{
    /// <summary>
    /// A clear date gets the clouds of another one, alpha-blended by their opacity, turned and mirrored at random, and stands among n neighboring dates; the methods give it back. The covered pixels are those of
    /// the blended date.
    /// </summary>
    Blend,

    /// <summary>
    /// Tables I to V of Ebel et al. 2022: a clear date is left out, the methods get its n nearest neighbors. The covered pixels are those covered on all of them.
    /// </summary>
    HeldOut,

    /// <summary>Table VI of Ebel et al. 2022: the clouds of the cloudiest date on the clearest, in the whole series. One trial for each series, whatever the seed.</summary>
    Extremes,
}
