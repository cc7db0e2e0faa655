using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Removal.PriorFills;
using Cloudless.Reports;

namespace Cloudless.Removal.Streaming;

/// <summary>A <see cref="StreamedRemoval{T}"/> of any sample type.</summary>
internal interface IStreamedRemoval : IDisposable
{
    /// <summary>Tiles and pixels.</summary>
    RemovalStatistics Statistics { get; }

    /// <summary>What was found in SAR; null where none was used.</summary>
    SarReport? SarReport { get; }

    /// <summary>How masked pixels were filled; null where the card asks for no fill.</summary>
    PriorFillReport? FillReport { get; }

    /// <summary>What was decided about the removal mask.</summary>
    IReadOnlyList<string> MaskNotes { get; }

    /// <summary>Pictures for a page, once all is done; null where nobody wants them.</summary>
    RemovalPictures? PagePictures();

    /// <summary>Does all stages.</summary>
    void Run(StageClock clock, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken);
}

/// <summary>Makes one for the scene's sample type.</summary>
internal static class StreamedRemoval
{
    /// <summary>Takes the room that the job needs.</summary>
    /// <exception cref="BandMissingException">There is no B10, and the model was not trained for that.</exception>
    /// <exception cref="CloudlessException">The disk is full.</exception>
    public static IStreamedRemoval Open(StreamInputs inputs, CloudRemover remover, StreamTargets targets, StreamLimits limits) => inputs.Profile.SampleType switch
    {
        SampleType.UInt8 => new StreamedRemoval<byte>(inputs, remover, targets, limits),
        SampleType.Int8 => new StreamedRemoval<sbyte>(inputs, remover, targets, limits),
        SampleType.UInt16 => new StreamedRemoval<ushort>(inputs, remover, targets, limits),
        SampleType.Int16 => new StreamedRemoval<short>(inputs, remover, targets, limits),
        SampleType.UInt32 => new StreamedRemoval<uint>(inputs, remover, targets, limits),
        SampleType.Int32 => new StreamedRemoval<int>(inputs, remover, targets, limits),
        SampleType.Float32 => new StreamedRemoval<float>(inputs, remover, targets, limits),
        _ => new StreamedRemoval<double>(inputs, remover, targets, limits),
    };
}
