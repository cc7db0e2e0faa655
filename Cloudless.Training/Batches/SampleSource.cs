namespace Cloudless.Training.Batches;

/// <summary>What a patch of a batch is made of; see <see cref="SourceMix"/>.</summary>
internal enum SampleSource
{
    /// <summary>A real pair with SAR.</summary>
    Triplet,

    /// <summary>A real pair without SAR.</summary>
    Pair,

    /// <summary>Real clouds pasted on a cloud-free image.</summary>
    Pasted,

    /// <summary>Simulated clouds on a cloud-free image.</summary>
    Simulated,
}
