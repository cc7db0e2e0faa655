using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Temporal;
using Cloudless.Training.Engines;
using Cloudless.Training.Engines.TorchSharp;
using Cloudless.Training.Perceptual;

namespace Cloudless.Training.Temporal;

/// <summary>
/// Sequence to sequence by internal learning (Ebel et al. 2022, SEN12MS-CR-TS, section III-B and algorithm 1, after Zhang et al. 2019): a network is fitted from scratch to the very series it
/// mends, on clear pixels alone (equation 5), and what it paints under the clouds comes from what it learned of the place. Needs TorchSharp.
/// </summary>
/// <remarks>
/// <para>The paper stops it after a number of passes and says that it must stop before the clouds are learned. Here clear patches are withheld from the fit; the pass that paints them best is
/// taken, and some worse ones in a row end the fit. No truth is needed for it, and the error on them tells what to expect under clouds.</para>
/// <para>Thread-safe; one fit goes on at a time, for libtorch takes all processors. On the processor the same series and seed give the same bits with the same number of threads; other numbers,
/// and GPUs, add in another order.</para>
/// </remarks>
public sealed class InternalLearning : ISeriesMethod
{
    /// <summary>The method's name.</summary>
    public const string MethodName = "seq2seq";

    private const string Need = "The method seq2seq fits its network with TorchSharp";

    private readonly InternalLearningOptions _options;
    private readonly EngineSettings _engine;
    private readonly PerceptualNetwork? _perceptual;
    private readonly Action<string>? _log;
    private readonly Action<InternalFit>? _done;
    private readonly Lock _gate = new();

    /// <summary>Makes the method.</summary>
    /// <param name="options">How it fits; the published way by default.</param>
    /// <param name="engine">Where it computes: auto takes CUDA where it works, else the processor, both through TorchSharp.</param>
    /// <param name="perceptual">What the perceptual term of the loss sees with; null leaves the term out, and the result says so.</param>
    /// <param name="log">Told what was measured after each pass; null for silence.</param>
    /// <param name="done">Given each fit, e.g. to write its network; null for nobody.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="CloudlessException">TorchSharp or the device asked for cannot be had here; the message names the package.</exception>
    public InternalLearning(
        InternalLearningOptions? options = null, EngineSettings? engine = null, PerceptualNetwork? perceptual = null, Action<string>? log = null, Action<InternalFit>? done = null)
    {
        (_options, _engine, _perceptual, _log, _done) = (options ?? new(), engine ?? new(), perceptual, log, done);
        _options.Validate();
        TorchDevice.ChooseCuda(_engine, Need);
    }

    /// <inheritdoc/>
    public string Name => MethodName;

    /// <inheritdoc/>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (target.Date is { } day && !series.Dates.Contains(day))
        {
            throw new CloudlessException(
                $"seq2seq makes images of the series' own dates; {day:yyyy-MM-dd} is none of them. The dates are {string.Join(", ", series.Dates.Select(d => $"{d:yyyy-MM-dd}"))}.");
        }

        SeriesResult result = Fit(series, cancellation).Result;
        return result with { Images = [.. result.Images.Where(i => target.Date is null || i.Date == target.Date)] };
    }

    /// <summary>Fits a network to a series.</summary>
    /// <param name="series">Dates of one place; any number of bands, but 13 for a perceptual term.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <exception cref="CloudlessException">No pixel is clear, a perceptual term is asked for where there are not 13 bands, or the fit diverged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signaled.</exception>
    public InternalFit Fit(ImageSeries series, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (_perceptual is not null && series.Channels != Sentinel2Band.Count)
        {
            throw new CloudlessException($"The perceptual term sees 13 bands; the series has {series.Channels}. Leave it out, or give all bands.");
        }

        lock (_gate)
        {
            bool sar = _options.UseSar && series.Sar?.Any(s => s is not null) == true;
            SequenceToSequenceOptions size = _options.Network with { Sar = sar, Bands = series.Channels };
            FitData data = FitData.Of(series, size, _options);
            NetworkGraph graph = FitStart.Graph(size, data, _options.Seed);
            using ISeriesFit fit = TorchRuntime.CreateFit(graph, TorchDevice.ChooseCuda(_engine, Need), _engine, _options, _perceptual);
            var run = new FitRun(data, graph, fit, _options);
            run.Execute(_log, cancellation);
            InternalFit made = FitReport.Of(series, data, run, graph, size, _options, fit.Name, _perceptual);
            _done?.Invoke(made);
            return made;
        }
    }
}
