using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;
using Cloudless.Reports;

namespace Cloudless.Removal.Streaming;

/// <summary>What a job writes beside the image on request: classes, scores, weights, changes, uncertainty, pictures.</summary>
internal sealed class SceneExtras : IDisposable
{
    private readonly StreamTargets _targets;
    private readonly CloudMaskOptions _clouds;
    private readonly DetectedRemovalMask? _detected;
    private readonly SceneShadowStatistics _statistics = new();
    private readonly ScratchSpace _space;
    private readonly SampleStore<byte>? _classes;
    private readonly StoredOutput<byte>? _classFile;
    private readonly StoredOutput<float>? _weightFile;
    private readonly SceneScores? _scores;
    private readonly SharePicture? _share;
    private readonly int _threads;
    private byte[] _wide = [];

    /// <summary>Begins the files.</summary>
    /// <exception cref="CloudlessException">A file cannot be made.</exception>
    public SceneExtras(
        StreamTargets targets, RasterProfile profile, RemovalOptions options, RemovalMaskSource mask, SampleStore<float> weight, ScratchSpace space, int threads)
    {
        // A detector of its own has classes of its own; the spectral one's are the papers' mask.
        _detected = targets.Mask is null ? null : mask as DetectedRemovalMask;
        (_targets, _clouds, _space, _threads) = (targets, options.Clouds with { MarkNoData = true }, space, threads);
        try
        {
            if (targets.Mask is not null)
            {
                RasterWriteOptions layout = ClassMaskFile.Layout(targets.Layout);
                _classes = StoredOutput<byte>.Room(space, layout, "classes", 1, profile.Height, profile.Width);
                _classFile = new StoredOutput<byte>(targets.Mask, ClassMaskFile.Profile(profile), layout, _classes, space, "classes");
            }

            if (targets.Weight is not null)
            {
                _weightFile = new StoredOutput<float>(targets.Weight, CompanionBands.Weight(profile), targets.Layout, weight, space, "weight");
            }

            _scores = targets.Score is null ? null : new SceneScores(targets, profile, mask, _clouds, space, threads);
            Changes = targets.Changed is null ? null : new SceneChanges(targets, profile, space);
            Uncertainty = targets.Uncertainty is null ? null : new SceneUncertainty(targets, profile, space);
        }
        catch
        {
            Dispose();
            throw;
        }

        Pictures = targets.Quicklook is null && !targets.Page ? null : new PicturePair(profile.Height, profile.Width);
        _share = targets.Page ? new SharePicture(weight) : null;
    }

    /// <summary>Marks what is changed; null where nobody wants to know.</summary>
    public SceneChanges? Changes { get; }

    /// <summary>How sure the network is; null where nobody wants to know.</summary>
    public SceneUncertainty? Uncertainty { get; }

    /// <summary>Before and after; null where nobody wants them.</summary>
    public PicturePair? Pictures { get; }

    /// <summary>Whether something has to be known of the whole scene first.</summary>
    public bool Gathers => _classes is not null && _detected is null;

    /// <summary>Whether classes are the removal mask's, which then has to see the whole scene first.</summary>
    public bool NeedsMask => _detected is not null;

    /// <summary>Pixels around a strip that are needed.</summary>
    public int Halo => Math.Max(_classes is null ? 0 : _detected?.Halo ?? CloudShadowMask.Halo, _scores?.Halo ?? 0);

    /// <summary>Pictures for a page, once all is painted; null where nobody wants them.</summary>
    public RemovalPictures? PagePictures() =>
        _share is null ? null : RemovalPictures.Encode(Pictures!.Before(), Pictures.After(), _share.Means(), Pictures.Height, Pictures.Width);

    /// <summary>Takes a strip, without halo, in the first walk.</summary>
    /// <param name="opticalDn">[13,h,w].</param>
    /// <param name="core">Where it is.</param>
    /// <param name="threads">Threads.</param>
    public void Gather(ReadOnlySpan<float> opticalDn, Window core, int threads)
    {
        var statistics = new ShadowStatistics();
        statistics.Add(opticalDn, core.Height, core.Width, _clouds.MarkNoData, threads);
        _statistics.Put(core, statistics);
    }

    /// <summary>Takes a strip in the second walk, once its weights are stored.</summary>
    public void Look(StripView strip)
    {
        Pictures?.Look(strip);
        _share?.Look(strip.Core);
        _scores?.Look(strip);
        Changes?.Clear(strip.Core);
        Uncertainty?.Clear(strip.Core);
        _weightFile?.Finished(strip.Core.Bottom);
        if (_classes is null)
        {
            return;
        }

        _wide = _wide.Length >= strip.Plane ? _wide : new byte[strip.Plane];
        Span<byte> classes = _wide.AsSpan(0, strip.Plane);
        if (_detected is not null)
        {
            _detected.Classify(strip.Optical, strip.Wide, classes, _threads);
        }
        else
        {
            CloudShadowMask.Compute(strip.Optical, strip.Wide.Height, strip.Wide.Width, _clouds, _statistics.Total, classes, threads: _threads);
        }

        _classes.Write(0, strip.Core, _wide.AsSpan(strip.First, strip.Count), strip.Core.Width);
        _classFile!.Finished(strip.Core.Bottom);
    }

    /// <summary>Finishes the files, once all is painted.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Complete(CancellationToken cancellationToken)
    {
        _classFile?.Complete(cancellationToken);
        _weightFile?.Complete(cancellationToken);
        _scores?.Complete(cancellationToken);
        Changes?.Complete(cancellationToken);
        Uncertainty?.Complete(cancellationToken);
        _space.Free(_classes);
        if (_targets.Quicklook is { } path)
        {
            Quicklook.WriteSheet(path, Pictures!.Before(), Pictures.After(), Pictures.Height, Pictures.Width, overwrite: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _classFile?.Dispose();
        _weightFile?.Dispose();
        _scores?.Dispose();
        Changes?.Dispose();
        Uncertainty?.Dispose();
    }
}
