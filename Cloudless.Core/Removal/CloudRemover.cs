using System.Numerics;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal;

/// <summary>Removes clouds from images in memory with one model; the engine is made once and serves many images.</summary>
/// <remarks>
/// Safe to call from several threads at once; the engine decides how much of it really runs together. Dispose when no call is under way.
/// Composite: result = w * prediction + (1 - w) * input with the removal mask's weight w; pixels of weight 0 are the input's bits.
/// </remarks>
public sealed partial class CloudRemover : IDisposable
{
    private readonly ChosenEngine _engine;
    private readonly TileRunner _runner;
    private readonly PriorFill? _priorFill;

    /// <summary>Loads a model into the engine that the options choose.</summary>
    /// <param name="model">The model; its card gives the halo and what stands for missing SAR.</param>
    /// <param name="execution">Engine, threads and tile size; null for the defaults.</param>
    /// <param name="options">What is removed and how; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tile size is below 1, or the batch below 0.</exception>
    /// <exception cref="CloudlessException">The engine asked for is not there or cannot run the model, or the model has no variance where the uncertainty is wanted.</exception>
    public CloudRemover(CloudRemovalModel model, ExecutionOptions? execution = null, RemovalOptions? options = null)
        : this(model, EngineFactory.Create(model, Checked(execution), options?.Uncertainty == true), execution, options)
    {
    }

    /// <summary>Removes clouds with a given engine, which this remover then owns.</summary>
    internal CloudRemover(CloudRemovalModel model, ChosenEngine engine, ExecutionOptions? execution = null, RemovalOptions? options = null)
    {
        (Model, _engine, Execution, Options) = (model, engine, Checked(execution), options ?? new RemovalOptions());
        _runner = new TileRunner(engine, model.Card.Halo, Execution.TileSize, Execution.ResolvedThreads);
        _priorFill = model.Card.PriorFill is { } card ? new PriorFill(card) : null;
    }

    /// <summary>The model.</summary>
    public CloudRemovalModel Model { get; }

    /// <summary>The options given.</summary>
    public RemovalOptions Options { get; }

    /// <summary>Engine, threads and tile size asked for.</summary>
    public ExecutionOptions Execution { get; }

    /// <summary>The engine that computes, and why it was chosen.</summary>
    public EngineChoice Engine => _engine.Choice;

    /// <summary>One line about the engine: versions, instruction set or device, threads.</summary>
    public string EngineDescription => _engine.Description;

    /// <summary>Removes the clouds of one image.</summary>
    /// <param name="opticalDn">
    /// [13,H,W], planar, signed DN; nodata where all bands are 0. Finite. Not changed. [12,H,W] without B10 (as Level-2A has it) where the model's card
    /// names what stands for a missing B10; the result then has these 12 bands.
    /// </param>
    /// <param name="sar">
    /// [2,H,W], planar, VV and VH on the same grid, in the unit of <see cref="RemovalOptions.SarScale"/>; nodata NaN, or 0 in both bands.
    /// Null where there is none. A model without SAR leaves it aside and says so in <see cref="RemovalResult.Notes"/>.
    /// </param>
    /// <param name="progress">Told after every tile; null for silence.</param>
    /// <param name="cancellationToken">Looked at before every tile.</param>
    /// <exception cref="BandMissingException">The optical image does not have 13 bands, nor 12 for a model that can do without B10.</exception>
    /// <exception cref="RasterMismatchException">The SAR image has another size, not two bands, no valid value or no plausible unit.</exception>
    /// <exception cref="ModelContractException">The model needs SAR and there is none, or it gives values that are not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public RemovalResult Remove(
        Raster<float> opticalDn, Raster<float>? sar = null,
        IProgress<RemovalProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opticalDn);
        if (CirrusRule.Fill(Model, opticalDn.Channels != MissingCirrus.Bands, "The image") is { } cirrus)
        {
            Options.Detector.RequireBands(hasCirrus: false);
            RemovalResult full = Remove(MissingCirrus.Insert(opticalDn, cirrus), sar, progress, cancellationToken);
            return full with
            {
                Image = MissingCirrus.Remove(full.Image), StandardDeviation = full.StandardDeviation is { } deviations ? MissingCirrus.Remove(deviations) : null, Notes = [.. full.Notes, CirrusRule.Note],
            };
        }

        SarOpticalStack.RequireMatch(opticalDn, sar);
        RequireSar(sar is not null, "the image");
        var image = new Raster<float>(opticalDn.Channels, opticalDn.Height, opticalDn.Width, [.. opticalDn.Data]);
        PreparedSar prepared = PrepareSar(sar is null ? null : () => new Raster<float>(sar.Channels, sar.Height, sar.Width, [.. sar.Data]), opticalDn.Height, opticalDn.Width, "The SAR image");
        Raster<float> weight = PaintWeight.Compute(opticalDn, Options, Execution.Threads);
        ImageFill? fill = PrepareFill(opticalDn, prepared.Measured, weight);
        Raster<float>? deviation = Options.Uncertainty ? new Raster<float>(opticalDn.Channels, opticalDn.Height, opticalDn.Width) : null;
        var composite = new Composite<float>(image.Data, opticalDn, weight, Radiometry.Dn, noData: null, deviation);
        RemovalStatistics statistics = Paint(opticalDn, prepared.Decibel, fill, weight, composite, progress, cancellationToken);
        return new RemovalResult(image, weight, statistics, prepared.Report, prepared.Notes) { PriorFill = fill?.Report, StandardDeviation = deviation };
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    /// <summary>Refuses an image without SAR where the model was not trained for that.</summary>
    internal void RequireSar(bool given, string image)
    {
        if (!given && Model.RequiresSar)
        {
            throw new ModelContractException(
                $"{Model.Source}: the model needs SAR (VV and VH), was not trained with SAR left out, and {image} comes without. "
                + "Give the SAR image, or use a model without SAR (the default one is taken where neither a model nor SAR is given).");
        }
    }

    /// <summary>The SAR channels as the network takes them; the image is loaded only where the network takes any, and its memory is taken over.</summary>
    internal PreparedSar PrepareSar(Func<Raster<float>>? sar, int height, int width, string name)
    {
        if (!Model.Sar)
        {
            return new PreparedSar(null, null, sar is null ? [] : [$"{name} was not used: {Model.Source} is a model without SAR."]);
        }

        if (sar is not null)
        {
            (Raster<float> decibel, SarReport report) = SarOpticalStack.PrepareSarInPlace(sar(), Options.SarScale, name, MissingSar);
            return new PreparedSar(decibel, report, []);
        }

        var filled = new Raster<float>(SarOpticalStack.SarBands, height, width);
        for (int c = 0; c < SarOpticalStack.SarBands; c++)
        {
            filled.Channel(c).Fill(MissingSar![c]);
        }

        return new PreparedSar(filled, null, ["There is no SAR image: the model was trained for that and got its fill for missing SAR."]);
    }

    /// <summary>What the model's card asks to have put under the removal mask before the network sees the image; null where it asks for nothing.</summary>
    /// <param name="opticalDn">[13,H,W], signed DN.</param>
    /// <param name="sarDecibel">[2,H,W], dB without gaps; null where nothing was measured: SAR that is only its fill tells nothing about the ground.</param>
    /// <param name="weight">What is painted: with the composite, the removal mask itself; kept.</param>
    /// <param name="threads">Threads for computing; 0 takes those of <see cref="Execution"/>.</param>
    internal ImageFill? PrepareFill(Raster<float> opticalDn, Raster<float>? sarDecibel, Raster<float> weight, int threads = 0)
    {
        if (_priorFill is null)
        {
            return null;
        }

        threads = threads > 0 ? threads : Execution.ResolvedThreads;
        Raster<float> mask = Options.Composite ? weight : PaintWeight.Compute(opticalDn, Options with { Composite = true }, threads);
        return _priorFill.Measure(opticalDn, sarDecibel, mask, threads);
    }

    /// <summary>The prior fill that the card asks for; null where it asks for none.</summary>
    internal PriorFill? PriorFill => _priorFill;

    /// <summary>The fill of both SAR channels as the card names it; null where one lacks it.</summary>
    internal float[]? MissingSar
    {
        get
        {
            float?[] fills = [.. Model.Card.Channels.Skip(Sentinel2Band.Count).Select(c => c.MissingFill)];
            return fills.Length == SarOpticalStack.SarBands && fills.All(f => f is not null) ? [.. fills.Select(f => f!.Value)] : null;
        }
    }

    /// <summary>Cuts a scene into tiles.</summary>
    internal TouchedTiles Cut(int width, int height) => _runner.Cut(width, height);

    /// <summary>Runs tiles and hands them to the painter.</summary>
    internal void Paint(TouchedTiles tiles, ITilePainter painter, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken) =>
        _runner.Run(tiles, painter, progress, cancellationToken);

    /// <summary>Runs the tiles of an image in memory that the weight touches.</summary>
    internal RemovalStatistics Paint<T>(
        Raster<float> opticalDn, Raster<float>? sarDecibel, ImageFill? fill, Raster<float> weight, Composite<T> composite,
        IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        TouchedTiles tiles = Cut(opticalDn.Width, opticalDn.Height);
        tiles.Mark(weight.Data, new Window(0, 0, weight.Width, weight.Height));
        Paint(tiles, new RasterPainter<T>(opticalDn, sarDecibel, fill, composite), progress, cancellationToken);
        long noData = NoDataPixels.Count(opticalDn.Data, opticalDn.PlaneLength);
        return new RemovalStatistics
        {
            Tiles = tiles.Count,
            SkippedTiles = tiles.Count - tiles.Touched.Count,
            DataPixels = weight.PlaneLength - noData,
            NoDataPixels = noData,
            ChangedPixels = weight.PlaneLength - System.MemoryExtensions.Count(weight.Data.AsSpan(), 0f),
        };
    }

    // Before an engine is made, which nobody would dispose.
    private static ExecutionOptions Checked(ExecutionOptions? execution)
    {
        execution ??= new ExecutionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(execution.TileSize, 1, nameof(execution));
        ArgumentOutOfRangeException.ThrowIfNegative(execution.Batch, nameof(execution));
        return execution;
    }
}
