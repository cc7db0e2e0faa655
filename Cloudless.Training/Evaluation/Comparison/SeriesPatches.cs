using Cloudless.Imagery;
using Cloudless.Removal;
using Cloudless.Temporal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.TimeSeries;
using Cloudless.Training.Temporal;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>
/// Patches of time series, made ready: a sampler says which date is the target and which dates the methods get, in order of time; the input of single-date methods is
/// the least cloudy of those.
/// </summary>
internal sealed class SeriesPatches : IDisposable
{
    private readonly TimeSeriesDataset _dataset;
    private readonly ComparisonRequest _request;
    private readonly SeriesDetector _detector = SeriesDetector.Open();
    private readonly SeriesReader _reader;
    private readonly SeriesCovers _covers;

    /// <summary>Opens the data.</summary>
    public SeriesPatches(ComparisonRequest request)
    {
        (_dataset, _request) = (TimeSeriesDataset.Open(request.Data), request);
        (_reader, _covers) = (new SeriesReader(_detector, request.Dataset.Nan), new SeriesCovers(_detector, request.SeriesCovers));
    }

    /// <summary>Series with enough optical dates.</summary>
    public IReadOnlyList<TimeSeriesItem> Items(DatasetSplit? part) =>
        [.. _dataset.Items.Where(i => (part is null || i.Split == part) && SeriesReader.DatesOf(i).Count > _request.Series.Dates)];

    /// <summary>Finds out the cloud covers that the sampler goes by.</summary>
    /// <returns>What the user should know.</returns>
    public IReadOnlyList<string> Prepare(IReadOnlyList<TimeSeriesItem> items, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        _covers.Prepare(items, _request.Threads, progress, cancellation);
        return _covers.Warnings;
    }

    /// <summary>Reads one.</summary>
    public EvaluationPatch Read(TimeSeriesItem item)
    {
        IReadOnlyList<double> covers = _covers.Of(item);
        SeriesDraw draw = SeriesSampler.Draw(covers, _request.Series, RandomOf(item));
        ImageSeries inputs = _reader.Read(item, draw.Inputs);
        int first = Enumerable.Range(0, draw.Inputs.Count).MinBy(i => covers[draw.Inputs[i]]);
        return EvaluationPatch.Of(
            FormattableString.Invariant($"{item.Group}_p{item.Patch}"), item.Group, inputs.Optical[first], _reader.Read(item, [draw.Target]).Optical[0], inputs.Sar?[first]) with
        {
            Series = inputs.Optical,
        };
    }

    /// <summary>The baselines of a series.</summary>
    public static IReadOnlyList<Method> Baselines { get; } = [new("mosaicing", MosaicOf)];

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();

    // Of a patch alone, so that it does not matter which thread draws, or what else is judged.
    private SeededRandom RandomOf(TimeSeriesItem item) =>
        new(FormattableString.Invariant($"{item.Group}/{item.Patch}").Aggregate(_request.SeriesSeed ^ 0xCBF29CE484222325UL, (hash, letter) => (hash ^ letter) * 0x100000001B3UL));

    private static Raster<float> MosaicOf(EvaluationPatch patch) => MeanMosaic.Of([.. patch.Series.Select(d => d.Clip())], [.. patch.Series.Select(MaskOf)]);

    private static Raster<byte> MaskOf(Raster<float> image) => new(1, image.Height, image.Width, CloudCover.Of(image.Data, image.Height, image.Width).PixelClass);
}
