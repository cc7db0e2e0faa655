using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Removal;
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

    private SeriesSource(string path, SeriesSarOptions sar, DetectorOptions detector, string? coverCache, Action<string>? log, CancellationToken cancellation)
    {
        _detector = SeriesDetector.Open(detector);
        if (Directory.Exists(path) && TimeSeriesDataset.Recognizes(path))
        {
            (Covers, HasSar, _read) = FromDataset(path, coverCache, log, cancellation);
            return;
        }

        IReadOnlyList<string> places = Directory.Exists(path) ? ArraySeries.Places(path) : [];
        ImageSeries[] series = places.Count > 0 ? [.. places.Select(p => Whole(ArraySeries.Read(p, sar.Days), log))] : [Whole(DatedScenes.Read(path, sar), log)];
        HasSar = series.Any(s => s.Sar is not null);
        Covers = [.. series.Select(s => (IReadOnlyList<double>)[.. s.Masks.Select(SeriesDetector.CoverOf)])];
        _read = (place, dates) => ImageSeries.Of(
            [.. dates.Select(d => series[place].Dates[d])], [.. dates.Select(d => series[place].Optical[d])], [.. dates.Select(d => series[place].Masks[d])],
            series[place].Sar is { } radar ? [.. dates.Select(d => radar[d])] : null);
    }

    /// <summary>Cloud covers, 0..1, of the dates of each place in order of time.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Covers { get; }

    /// <summary>Whether some date has Sentinel-1.</summary>
    public bool HasSar { get; }

    /// <summary>Tells these series from others: by number and covers of their dates, and whether there is Sentinel-1.</summary>
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (IReadOnlyList<double> covers in Covers)
            {
                hash.AppendData(MemoryMarshal.AsBytes<double>([covers.Count, HasSar ? 1 : 0, .. covers]));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        }
    }

    /// <summary>Opens series: SEN12MS-CR-TS (its training part, where a region is in it), NumPy arrays of places, or dated scenes of one place.</summary>
    /// <param name="path">A folder, or a pattern of scenes.</param>
    /// <param name="sar">Sentinel-1 of scenes; null for none. Data sets and arrays have their own.</param>
    /// <param name="detector">What finds clouds where the data have no masks; null for the spectral detector.</param>
    /// <param name="coverCache">Folder for the covers of SEN12MS-CR-TS; null for beside the images.</param>
    /// <param name="log">Told what was decided, and how far the search for clouds is; null for silence.</param>
    /// <param name="cancellation">Looked at before every image of SEN12MS-CR-TS.</param>
    /// <exception cref="CloudlessException">There is no series in it, or an image cannot be read.</exception>
    public static SeriesSource Open(
        string path, SeriesSarOptions? sar = null, DetectorOptions? detector = null, string? coverCache = null, Action<string>? log = null, CancellationToken cancellation = default) =>
        new(path, sar ?? new SeriesSarOptions(), detector ?? new DetectorOptions(), coverCache, log, cancellation);

    /// <summary>Reads dates of a place.</summary>
    public ImageSeries Read(int place, IReadOnlyList<int> dates) => _read(place, dates);

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();

    private (IReadOnlyList<IReadOnlyList<double>>, bool, Func<int, IReadOnlyList<int>, ImageSeries>) FromDataset(string path, string? coverCache, Action<string>? log, CancellationToken cancellation)
    {
        IReadOnlyList<TimeSeriesItem> all = TimeSeriesDataset.Open(path).Items;
        TimeSeriesItem[] items = [.. all.Where(i => i.Split is null or DatasetSplit.Train && SeriesReader.DatesOf(i).Count > 1)];
        if (items.Length == 0)
        {
            throw new CloudlessException($"{path}: none of the {all.Count} series belongs to the training split of SEN12MS-CR-TS. Give a folder with regions of that part.");
        }

        var reader = new SeriesReader(_detector);
        var covers = new SeriesCovers(_detector, coverCache);
        covers.Prepare(items, progress: new Telling(log), cancellation: cancellation);
        foreach (string warning in covers.Warnings)
        {
            log?.Invoke(warning);
        }

        return ([.. items.Select(covers.Of)], items.Any(i => SeriesReader.DatesOf(i).Any(d => d.SarPath is not null)), (place, dates) => reader.Read(items[place], dates));
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

    // Now and then: a whole data set takes hours.
    private sealed class Telling(Action<string>? log) : IProgress<RemovalProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

        private long _told = Stopwatch.GetTimestamp();

        public void Report(RemovalProgress value)
        {
            lock (this)
            {
                if (Stopwatch.GetElapsedTime(_told) > Pause)
                {
                    _told = Stopwatch.GetTimestamp();
                    log?.Invoke(FormattableString.Invariant($"{value.Stage}: {value.Done} of {value.Total} images"));
                }
            }
        }
    }
}
