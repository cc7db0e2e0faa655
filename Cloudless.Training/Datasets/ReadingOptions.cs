namespace Cloudless.Training.Datasets;

/// <summary>How a dataset is read. It changes speed and memory, never what is read, so it is no part of a training's options.</summary>
public sealed record ReadingOptions
{
    /// <summary>Memory for images and masks that were read once, in MiB; 0 keeps none. A triplet of 256 x 256 pixels takes 4.4 MiB with its masks.</summary>
    public int CacheMegabytes { get; init; } = 1024;

    /// <summary>Threads that read and prepare batches beside the training; 0 takes half of the processors, at most eight.</summary>
    public int Readers { get; init; }

    /// <summary>Batches that may be ready or in work before they are asked for, at least 1. With crops of 128 and 16 samples each takes 29 MB.</summary>
    public int BatchesAhead { get; init; } = 4;

    /// <summary>The number of threads that <see cref="Readers"/> means here.</summary>
    internal int ReaderThreads => Readers > 0 ? Readers : Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(CacheMegabytes);
        ArgumentOutOfRangeException.ThrowIfNegative(Readers);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchesAhead, 1);
    }
}
