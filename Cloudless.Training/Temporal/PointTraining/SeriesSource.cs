using Cloudless.Imagery;
using Cloudless.Scoring;
using Cloudless.Temporal;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>Where the series of a training come from: places with cloud covers of their dates, and their images when they are asked for.</summary>
/// <remarks>Thread-safe for reading.</remarks>
internal sealed class SeriesSource : IDisposable
{
    private readonly SeriesDetector _detector = SeriesDetector.Open();
    private readonly Func<int, IReadOnlyList<int>, ImageSeries> _read;

    private SeriesSource(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new CloudlessException($"{path}: there is no such folder. Give a folder of dated images of one place, or one of SEN12MS-CR-TS.");
        }

        if (TimeSeriesDataset.Recognizes(path))
        {
            (Covers, _read) = FromDataset(path);
        }
        else
        {
            ImageSeries series = FromFolder(path);
            Covers = [[.. series.Masks.Select(SeriesDetector.CoverOf)]];
            _read = (_, dates) => ImageSeries.Of(
                [.. dates.Select(d => series.Dates[d])], [.. dates.Select(d => series.Optical[d])], [.. dates.Select(d => series.Masks[d])]);
        }
    }

    /// <summary>Cloud covers, 0..1, of the dates of each place in order of time.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Covers { get; }

    /// <summary>Opens a folder: SEN12MS-CR-TS (its training part, where a region is in it), or dated images of one place.</summary>
    /// <exception cref="CloudlessException">There is no series in it, or an image cannot be read.</exception>
    public static SeriesSource Open(string path) => new(path);

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

    private ImageSeries FromFolder(string path)
    {
        string[] files = [.. Directory.GetFiles(path, "*.tif").Order(StringComparer.Ordinal)];
        (DateOnly Day, string File)[] dated = [.. files
            .Select(f => (Time: SceneNames.TimeOf(f), File: f)).Where(f => f.Time is not null)
            .Select(f => (DateOnly.FromDateTime(f.Time!.Value), f.File)).OrderBy(f => f.Item1)];
        if (dated.Length < 2)
        {
            throw new CloudlessException(
                $"{path}: {dated.Length} of {files.Length} GeoTIFFs have a date such as 2018-01-31 in their name; a series needs two. Give a folder of dated images of one place, or one of SEN12MS-CR-TS.");
        }

        var store = new PatchStore(NanRule.Fill, 0);
        Raster<float>[] images = [.. dated.Select(d => new OpticalFile(Path.GetDirectoryName(d.File)!, Path.GetFileName(d.File)).Load(store).ToFloat())];
        return ImageSeries.Of([.. dated.Select(d => d.Day)], images, [.. images.Select(_detector.Classify)]);
    }
}
