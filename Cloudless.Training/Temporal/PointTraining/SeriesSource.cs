using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.TimeSeries;
using Cloudless.Training.Temporal.Sources;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>Where the series of a training come from: places with cloud covers of their dates, and their images when they are asked for.</summary>
/// <remarks>Thread-safe for reading.</remarks>
internal sealed class SeriesSource : IDisposable
{
    private readonly SeriesDetector _detector;
    private readonly Func<int, IReadOnlyList<int>, ImageSeries> _read;

    private SeriesSource(string path, SeriesSarOptions sar, DetectorOptions detector, Action<string>? log)
    {
        _detector = SeriesDetector.Open(detector);
        if (Directory.Exists(path) && TimeSeriesDataset.Recognizes(path))
        {
            (Covers, _read) = FromDataset(path);
            return;
        }

        IReadOnlyList<string> places = Directory.Exists(path) ? ArraySeries.Places(path) : [];
        ImageSeries[] series = places.Count > 0 ? [.. places.Select(p => Whole(ArraySeries.Read(p, sar.Days), log))] : [Whole(DatedScenes.Read(path, sar), log)];
        Covers = [.. series.Select(s => (IReadOnlyList<double>)[.. s.Masks.Select(SeriesDetector.CoverOf)])];
        _read = (place, dates) => ImageSeries.Of(
            [.. dates.Select(d => series[place].Dates[d])], [.. dates.Select(d => series[place].Optical[d])], [.. dates.Select(d => series[place].Masks[d])],
            series[place].Sar is { } radar ? [.. dates.Select(d => radar[d])] : null);
    }

    /// <summary>Cloud covers, 0..1, of the dates of each place in order of time.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Covers { get; }

    /// <summary>Opens series: SEN12MS-CR-TS (its training part, where a region is in it), NumPy arrays of places, or dated scenes of one place.</summary>
    /// <param name="path">A folder, or a pattern of scenes.</param>
    /// <param name="sar">Sentinel-1 of scenes; null for none. Data sets and arrays have their own.</param>
    /// <param name="detector">What finds clouds where the data have no masks; null for the spectral detector.</param>
    /// <param name="log">Told what was decided; null for silence.</param>
    /// <exception cref="CloudlessException">There is no series in it, or an image cannot be read.</exception>
    public static SeriesSource Open(string path, SeriesSarOptions? sar = null, DetectorOptions? detector = null, Action<string>? log = null) =>
        new(path, sar ?? new SeriesSarOptions(), detector ?? new DetectorOptions(), log);

    /// <summary>Reads dates of a place.</summary>
    public ImageSeries Read(int place, IReadOnlyList<int> dates) => _read(place, dates);

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();

    private (IReadOnlyList<IReadOnlyList<double>>, Func<int, IReadOnlyList<int>, ImageSeries>) FromDataset(string path)
    {
        IReadOnlyList<TimeSeriesItem> all = TimeSeriesDataset.Open(path).Items;
        TimeSeriesItem[] items = [.. all.Where(i => i.Split is null or DatasetSplit.Train && SeriesReader.DatesOf(i).Count > 1)];
        if (items.Length == 0)
        {
            throw new CloudlessException($"{path}: none of the {all.Count} series belongs to the training split of SEN12MS-CR-TS. Give a folder with regions of that part.");
        }

        var reader = new SeriesReader(_detector);
        var covers = new SeriesCovers(_detector);
        covers.Prepare(items);
        return ([.. items.Select(covers.Of)], (place, dates) => reader.Read(items[place], dates));
    }

    private ImageSeries Whole(LoadedSeries series, Action<string>? log)
    {
        if (series.Dates.Count < 2)
        {
            throw new CloudlessException($"{series.Name} has one date; a series to learn from needs two at least.");
        }

        bool fills = series.Bands.Count < Sentinel2Band.Count;
        foreach (string note in fills ? [.. series.Notes, $"{series.Name}: {BandStandIns.Note(series.Bands)}"] : series.Notes)
        {
            log?.Invoke(note);
        }

        Raster<float>[] images = [.. series.Optical.Select(i => BandStandIns.Fill(i, series.Bands))];
        return ImageSeries.Of(series.Dates, images, series.Masks ?? [.. images.Select(_detector.Classify)], series.Sar);
    }
}
