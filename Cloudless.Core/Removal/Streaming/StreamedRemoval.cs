using System.Numerics;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal.PriorFills;
using Cloudless.Reports;

namespace Cloudless.Removal.Streaming;

/// <summary>One job from open files to finished ones: three walks over a scene that is never in memory as a whole where it is large.</summary>
/// <remarks>The first decodes, the second weighs, the third paints. What they share lies in a <see cref="ScratchSpace"/>.</remarks>
internal sealed class StreamedRemoval<T> : IStreamedRemoval
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly StreamInputs _inputs;
    private readonly CloudRemover _remover;
    private readonly StreamTargets _targets;
    private readonly ScratchSpace _space;
    private readonly RemovalMaskSource _mask;
    private readonly StoredScene<T> _scene;
    private readonly SceneSar? _sar;
    private readonly SampleStore<float> _weight;
    private readonly SampleStore<float>? _covered;
    private readonly SceneStrips _strips;
    private readonly SceneExtras _extras;
    private readonly SceneWeighing _weighing;
    private readonly int _threads;
    private readonly BackgroundWork _freeing = new();
    private FillLines? _fill;
    private float[] _dn = [];
    private T[]? _stored;

    /// <summary>Takes the room that the job needs.</summary>
    /// <exception cref="CloudlessException">The disk is full.</exception>
    public StreamedRemoval(StreamInputs inputs, CloudRemover remover, StreamTargets targets, StreamLimits limits)
    {
        (_inputs, _remover, _targets, _threads) = (inputs, remover, targets, remover.Execution.ResolvedThreads);
        RasterProfile profile = inputs.Profile;
        (int height, int width) = (profile.Height, profile.Width);
        _space = new ScratchSpace(targets.Output, targets.Image, limits.Memory);
        try
        {
            SampleStore<T> samples = StoredOutput<T>.Room(_space, targets.Layout, "image", profile.BandCount, height, width);
            _scene = new StoredScene<T>(samples, inputs.Source.Radiometry, profile.NoData, inputs.MissingCirrus(remover));
            _sar = !remover.Model.Sar ? null : new SceneSar(
                inputs.Sar is null ? null : _space.Create<float>("sar", SarOpticalStack.SarBands, height, width), remover.MissingSar ?? [SarFill.Vv, SarFill.Vh]);
            _weight = targets.Weight is null
                ? _space.Create<float>("weight", 1, height, width)
                : StoredOutput<float>.Room(_space, targets.Layout, "weight", 1, height, width);
            _covered = remover.PriorFill is not null && !remover.Options.Composite ? _space.Create<float>("covered", 1, height, width) : null;
            _mask = RemovalMaskSource.Create(remover.Options.Detector, remover.Options.Mask, profile);
            _extras = new SceneExtras(targets, profile, remover.Options, _mask, _weight, _space, _threads);
            bool masks = remover.Options.Composite || _covered is not null || _extras.NeedsMask;
            _strips = new SceneStrips(height, width, Math.Max(masks ? _mask.Halo : 0, _extras.Halo), limits.StripRows);
            Gathers = masks && _mask.NeedsScene && (_strips.Count > 1 || _extras.NeedsMask);
            _weighing = new SceneWeighing(remover, _mask, Gathers, _weight, _covered, _sar, _threads);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What was decided about the removal mask.</summary>
    public IReadOnlyList<string> MaskNotes => _mask.Notes;

    /// <inheritdoc/>
    public RemovalPictures? PagePictures() => _extras.PagePictures();

    /// <summary>Tiles and pixels.</summary>
    public RemovalStatistics Statistics => _weighing.Statistics;

    /// <summary>What was found in SAR; null where none was used.</summary>
    public SarReport? SarReport { get; private set; }

    /// <summary>How masked pixels were filled; null where the card asks for no fill.</summary>
    public PriorFillReport? FillReport => _fill?.Report;

    private bool Gathers { get; }

    /// <inheritdoc/>
    public void Run(StageClock clock, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        clock.Run("reading", () => Read(progress, cancellationToken));
        clock.Run("masking", () => Weigh(progress, cancellationToken));
        using StoredOutput<T> image = BeginImage();
        Action<int> finished = image.Finished;
        if (_extras.Changes is { } changes)
        {
            finished += changes.Finished;
        }

        if (_extras.Uncertainty is { } uncertainty)
        {
            finished += uncertainty.Finished;
        }

        clock.Run("removing clouds", () => Paint(finished, progress, cancellationToken));
        clock.Run("writing", () => Finish(image, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _freeing.Dispose();
        _extras?.Dispose();
        _mask?.Dispose();
        _space.Dispose();
    }

    /// <summary>The first walk: decodes everything, and gathers what masks need of the whole scene.</summary>
    public bool Read(IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        var reading = new SceneReading<T>(_inputs.Source, _inputs.Area, _scene, _inputs.Sar, _sar?.Measured, _threads);
        _dn = LargeArrays.Take<float>(Sentinel2Band.Count * _strips.LargestWide);
        reading.Run(
            _strips, Gathers || _extras.Gathers ? Gather : null, (done, all) => progress?.Report(new RemovalProgress("reading", done, all)), cancellationToken);
        Settle();
        return true;

        void Gather(int strip, int threads)
        {
            Window wide = _strips.Wide(strip), core = _strips.Core(strip);
            if (Gathers)
            {
                _scene.ReadDn(wide, ref _stored, _dn, threads);
                _mask.Gather(_dn.AsSpan(0, Sentinel2Band.Count * wide.Height * wide.Width), wide, core, threads);
            }

            if (_extras.Gathers)
            {
                _scene.ReadDn(core, ref _stored, _dn, threads);
                _extras.Gather(_dn.AsSpan(0, Sentinel2Band.Count * core.Height * core.Width), core, threads);
            }
        }
    }

    /// <summary>The second walk: weights, the prior fill, counts.</summary>
    public bool Weigh(IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _strips.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var strip = new StripView(_strips.Core(i), _strips.Wide(i), _dn);
            _scene.ReadDn(strip.Wide, ref _stored, _dn, _threads);
            _weighing.Look(strip);
            _extras.Look(strip);
            progress?.Report(new RemovalProgress("masking", i + 1, _strips.Count));
        }

        // The largest things of these two walks; the third takes tiles.
        LargeArrays.Give(_dn);
        (_dn, _stored) = ([], null);
        _weighing.Forget();
        _fill = _weighing.Fill;
        SarReport = _sar?.Measured is null ? null : _weighing.Sar.ToReport(_inputs.Sar!, _sar.Gaps);
        Settle();
        return true;
    }

    /// <summary>Begins the image's file.</summary>
    public StoredOutput<T> BeginImage()
    {
        IReadOnlyDictionary<string, string> tags = RemovalTags.Add(_inputs.Profile.Tags, _remover, _inputs.Source.Radiometry, _inputs.Sar, SarReport);
        RasterProfile profile = ResultProfile.Of(_inputs.Profile, _inputs.Source.Radiometry, tags);
        return new StoredOutput<T>(_targets.Image, profile, _targets.Layout, _scene.Samples, _space, "image");
    }

    /// <summary>The third walk: runs the network and paints.</summary>
    public bool Paint(Action<int> finished, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        TouchedTiles tiles = _weighing.Tiles;
        int window = _fill is { Report.UsedSar: true } ? _remover.PriorFill!.Card.SarWindow : 0;
        var painter = new ScenePainter<T>(
            _scene, _sar, _fill, _weight, _covered ?? _weight, window, tiles.LargestCore, _extras.Pictures, _extras.Changes, _extras.Uncertainty, finished);
        finished(Math.Min(_scene.Samples.Height, tiles.Touched.Aggregate(TilesAhead.None, (ahead, tile) => ahead.With(tile)).Core));
        _remover.Paint(tiles, painter, progress, cancellationToken);
        return true;
    }

    /// <summary>Writes what is not written yet.</summary>
    public bool Finish(StoredOutput<T> image, CancellationToken cancellationToken)
    {
        _extras.Complete(cancellationToken);
        Free(_sar?.Measured, _covered, _weight);
        Settle();
        image.Complete(cancellationToken);
        Free(_scene.Samples);
        return true;
    }

    // A disk takes its time to give up gigabytes, which nobody has to wait for.
    private void Free(params IDisposable?[] stores) => _freeing.Start(() =>
    {
        Array.ForEach(stores, _space.Free);
        return true;
    });

    // What a stage leaves behind of a large scene is hundreds of megabytes, which the collector would let lie until the next stage has taken as much again.
    private void Settle()
    {
        if (!_scene.Samples.InMemory)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
