using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;

namespace Cloudless.Temporal;

/// <summary>One run of <see cref="SeriesRemovalJob"/>: inputs and outputs held open from the checks to the commit.</summary>
internal sealed class SeriesRemovalWork : IDisposable
{
    private readonly SeriesRemovalRequest _request;
    private readonly SceneSeries _series;
    private readonly SeriesPaintings _method;
    private readonly IReadOnlyList<DetectorOptions> _detectors;
    private readonly Window _area;
    private readonly SeriesOutputs _outputs;
    private readonly ScratchSpace _space;
    private readonly StageClock _clock;
    private readonly IProgress<RemovalProgress>? _progress;
    private readonly CancellationToken _cancellation;

    private SeriesRemovalWork(
        SeriesRemovalRequest request, SceneSeries series, SeriesPaintings method, SeriesOutputs outputs, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        (_request, _series, _method, _outputs, _progress, _cancellation) = (request, series, method, outputs, progress, cancellation);
        _detectors = SeriesDetectors.Of(request.Detector, series.Scenes);
        _area = SceneArea.Find(series.Grid, series.Scenes[0].Source.Name, request.Bounds, null);
        _clock = new StageClock(progress, cancellation);
        _space = new ScratchSpace(request.OutputFolder, outputs.Base, request.Limits.Memory);
    }

    /// <summary>Checks paths and headers.</summary>
    public static SeriesRemovalWork Open(SeriesRemovalRequest request, IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        SeriesPaintings method = SeriesPaintings.Open(request);
        SceneSeries? series = null;
        SeriesOutputs? outputs = null;
        try
        {
            series = SceneSeries.Open(request.OpticalPaths, request.SarPaths, request.Series);
            SeriesChecks.Require(request, series, method.Method);
            outputs = SeriesOutputs.Open(request, series, method.IsOneDate);
            return new SeriesRemovalWork(request, series, method, outputs, progress, cancellation);
        }
        catch
        {
            outputs?.Dispose();
            series?.Dispose();
            method.Dispose();
            throw;
        }
    }

    /// <summary>Does the work.</summary>
    public SeriesReceipt Run()
    {
        IReadOnlyList<SeriesScene> scenes = _series.Scenes;
        using var beside = new BackgroundWork();
        Task<IReadOnlyList<ReceiptFile>> inputs = beside.Start(DescribeInputs);
        var cover = new SeriesCover(_space.Create<byte>("cover", scenes.Count, _area.Height, _area.Width));
        IReadOnlyList<string> found = _clock.Run("looking for clouds", () => SeriesCoverWork.Run(
            _series, _area, _detectors, cover, d => new ScratchSpace(_request.OutputFolder, $"{_outputs.Base}.{d}", _request.Limits.Memory), _request.Threads, _progress, _cancellation));
        SeriesChecks.RequireClear(cover, _method.Method);
        int[] wanted = SeriesChecks.Wanted(_request, _series, cover, _method.IsOneDate);
        _outputs.Take([.. wanted.Select(d => scenes[d].Date)]);
        using var windows = new SharedReaders(new SceneWindows(scenes, _area, cover), remember: wanted.Length > 1);
        ISeriesPainting painting = _method.Begin(windows, scenes, _area, wanted, cover);
        _clock.Run("measuring levels", () =>
        {
            painting.Begin(SeriesPainter.Threads(painting, _request.Threads), _cancellation);
            return true;
        });
        (SeriesReceiptImage[] images, long never) = Write(windows, painting, cover, wanted, out SeriesPicture[] pictures);
        SeriesReceipt receipt = Receipt(cover, images, never, BackgroundWork.Result(inputs), [.. _series.Notes, .. SceneNotes(), .. found, .. painting.Notes]);
        return _outputs.Finish(receipt, pictures, SceneArea.Crop(_series.Grid, _area), _cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _space.Dispose();
        _outputs.Dispose();
        _series.Dispose();
        _method.Dispose();
    }

    private (SeriesReceiptImage[], long) Write(ISeriesWindows windows, ISeriesPainting painting, SeriesCover cover, int[] wanted, out SeriesPicture[] pictures)
    {
        var outputs = new List<SeriesOutput>();
        RasterWriteOptions layout = _request.Layout with { Overwrite = true, ColorTable = null, TileSize = painting.Side };
        try
        {
            using RasterWriter clear = RasterWriter.Create(_outputs.PlaceOf(SeriesFiles.ClearDates), ClearProfile(), layout with { OverviewResampling = OverviewResampling.Nearest });
            foreach (int date in wanted)
            {
                SeriesScene scene = _series.Scenes[date];
                outputs.Add(SeriesOutput.Open(scene, date, _area, _outputs.PlaceOf(SeriesFiles.Image(scene.Date)), layout, Tags(scene)));
            }

            var painter = new SeriesPainter(windows, painting, cover, outputs, clear, _request.Composite);
            _outputs.Staging(() =>
            {
                _clock.Run("removing clouds", () =>
                {
                    painter.Run(_request.Threads, _progress, _cancellation);
                    return true;
                });
                _clock.Run("writing", () =>
                {
                    outputs.ForEach(o => o.Complete());
                    clear.Commit();
                    return true;
                });
            });
            pictures = [.. outputs.Select(o => o.Picture)];
            return ([.. outputs.Select(o => new SeriesReceiptImage(o.Scene.Date, _outputs.Files.ImagePath(o.Scene.Date), o.Repainted, o.Guessed))], painter.NeverClear);
        }
        finally
        {
            outputs.ForEach(o => o.Dispose());
        }
    }

    private RasterProfile ClearProfile()
    {
        RasterProfile grid = SceneArea.Crop(_series.Grid, _area);
        return new RasterProfile
        {
            Width = grid.Width, Height = grid.Height, BandCount = 1, SampleType = SampleType.UInt16, Crs = grid.Crs, Transform = grid.Transform, BandNames = ["dates on which the pixel is clear"],
        };
    }

    private Dictionary<string, string> Tags(SeriesScene scene) => new()
    {
        ["CLOUDLESS_VERSION"] = RemovalTags.Version,
        ["CLOUDLESS_METHOD"] = _method.Method.Name,
        ["CLOUDLESS_MODEL_SHA256"] = _method.Model?.Sha256 ?? "none",
        ["CLOUDLESS_SERIES"] = string.Join(" ", _series.Scenes.Select(s => $"{s.Date:yyyy-MM-dd}")),
        ["CLOUDLESS_RADIOMETRY"] = scene.Source.Radiometry.Name,
        ["CLOUDLESS_DETECTOR"] = _request.Detector.Kind.ToString().ToLowerInvariant(),
    };

    private IEnumerable<string> SceneNotes()
    {
        // Most notes are those of every scene; each is told once, with the dates it is about.
        foreach (var note in _series.Scenes.SelectMany(s => s.Source.Notes.Select(n => (s.Date, Note: n))).GroupBy(n => n.Note))
        {
            yield return note.Count() == _series.Scenes.Count ? note.Key : $"{string.Join(", ", note.Select(n => $"{n.Date:yyyy-MM-dd}"))}: {note.Key}";
        }

        bool given = _series.Scenes.Any(s => s.Sar is not null);
        if (given && !_method.LooksAtSar)
        {
            yield return $"Sentinel-1 was not used: {_method.Method.Name} looks at Sentinel-2 alone.";
        }
    }

    private SeriesReceipt Receipt(SeriesCover cover, IReadOnlyList<SeriesReceiptImage> images, long never, IReadOnlyList<ReceiptFile> inputs, IReadOnlyList<string> notes) => new()
    {
        CloudlessVersion = RemovalTags.Version,
        GdalVersion = GdalInfo.Version,
        RuntimeVersion = Environment.Version.ToString(),
        Started = _clock.Started,
        Method = _method.Method.Name,
        Model = _method.Model,
        Composite = _request.Composite,
        Detector = _request.Detector,
        Dates = [.. _series.Scenes.Select((s, d) => Date(s, cover, d))],
        Images = images,
        NeverClearPixels = never,
        Notes = never == 0 ? notes : [.. notes, FormattableString.Invariant($"{never} of {cover.Pixels} pixels are clear on no date (0 in clear-dates.tif): what stands there is a guess.")],
        Seconds = _clock.Seconds,
        Inputs = inputs,
        Outputs = [],
    };

    private IReadOnlyList<ReceiptFile> DescribeInputs() =>
    [
        .. _series.Scenes.SelectMany(s => s.Source.Files).Select(f => FileFacts.Of("optical", f)),
        .. _series.Scenes.SelectMany(s => s.Sar?.Files ?? []).Distinct().Select(f => FileFacts.Of("sar", f)),
        .. _detectors.SelectMany(d => d.Files()).Distinct().Select(f => FileFacts.Of(f.Role, f.Path)),
    ];

    private static SeriesReceiptDate Date(SeriesScene scene, SeriesCover cover, int date)
    {
        long data = cover.Pixels - cover.WithoutData(date);
        return new SeriesReceiptDate(
            scene.Date, scene.DateFrom, scene.Source.Name, scene.Source.Radiometry.Name, scene.Sar is null ? null : string.Join(", ", scene.Sar.Files), scene.SarDate,
            data == 0 ? 0 : 100.0 * cover.Covered(date) / data, 100.0 * cover.WithoutData(date) / cover.Pixels);
    }
}
