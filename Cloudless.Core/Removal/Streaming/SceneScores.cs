using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal.Streaming;

/// <summary>What the detector of clouds says of each pixel, strip by strip into a file: the spectral cloud score, or the probability of s2cloudless.</summary>
internal sealed class SceneScores : IDisposable
{
    private readonly RemovalMaskSource _mask;
    private readonly CloudMaskOptions _clouds;
    private readonly ScratchSpace _space;
    private readonly SampleStore<float> _scores;
    private readonly StoredOutput<float> _file;
    private readonly int _threads;
    private float[] _wide = [];

    /// <summary>Begins the file.</summary>
    /// <param name="targets">Where, and its layout.</param>
    /// <param name="profile">Profile of the image.</param>
    /// <param name="mask">The detector.</param>
    /// <param name="clouds">Constants of the spectral score.</param>
    /// <param name="space">Room.</param>
    /// <param name="threads">Threads for computing.</param>
    /// <exception cref="CloudlessException">The file cannot be made.</exception>
    public SceneScores(StreamTargets targets, RasterProfile profile, RemovalMaskSource mask, CloudMaskOptions clouds, ScratchSpace space, int threads)
    {
        (_mask, _clouds, _space, _threads) = (mask, clouds, space, threads);
        _scores = StoredOutput<float>.Room(space, targets.Layout, "score", 1, profile.Height, profile.Width);
        _file = new StoredOutput<float>(targets.Score!, CompanionBands.Score(profile, CompanionBands.ScoreName(_mask is S2CloudlessRemovalMask ? DetectorKind.S2Cloudless : DetectorKind.Spectral)), targets.Layout, _scores, space, "score");
    }

    /// <summary>Pixels around a strip that are needed.</summary>
    public int Halo => _mask is S2CloudlessRemovalMask ? _mask.Halo : CloudScore.Halo;

    /// <summary>Refuses a detector that has no score.</summary>
    /// <exception cref="CloudlessException">The clouds come from a file.</exception>
    public static void Require(DetectorOptions detector)
    {
        if (detector.Kind == DetectorKind.Raster)
        {
            throw new CloudlessException($"A cloud score was asked for, but the clouds come from '{detector.Raster!.Path}', which has none. Leave --score-out out, or take another detector.");
        }
    }

    /// <summary>Takes a strip.</summary>
    public void Look(StripView strip)
    {
        _wide = _wide.Length >= strip.Plane ? _wide : new float[strip.Plane];
        Span<float> scores = _wide.AsSpan(0, strip.Plane);
        if (_mask is S2CloudlessRemovalMask probability)
        {
            probability.Probability(strip.Optical, strip.Wide, scores, _threads);
        }
        else
        {
            CloudScore.Compute(strip.Optical, strip.Wide.Height, strip.Wide.Width, _clouds, scores, _threads);
        }

        _scores.Write(0, strip.Core, scores.Slice(strip.First, strip.Count), strip.Core.Width);
        _file.Finished(strip.Core.Bottom);
    }

    /// <summary>Finishes the file.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Complete(CancellationToken cancellationToken)
    {
        _file.Complete(cancellationToken);
        _space.Free(_scores);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
