using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Images;
using Cloudless.Training.Downstream.Labels;
using Cloudless.Training.Simulation;

namespace Cloudless.Training.Downstream;

/// <summary>The images of a study with their labeled patches, listed at once and read when they are asked for.</summary>
/// <remarks>Safe from several threads.</remarks>
internal sealed class StudyData
{
    private readonly StudyRequest _request;
    private readonly PatchStore _store;
    private readonly IReadOnlyList<Entry> _entries;

    private StudyData(StudyRequest request, PatchStore store, IReadOnlyList<Entry> entries, string words, IReadOnlyList<string> notes) =>
        (_request, _store, _entries, Words, Notes) = (request, store, entries, words, notes);

    /// <summary>What it is, for the report.</summary>
    public string Words { get; }

    /// <summary>What was left out.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Images, each drawn sky counted.</summary>
    public int Count => _entries.Count;

    /// <summary>The labels that occur, without those the classifier is to give.</summary>
    public IEnumerable<string> Labels => _entries.SelectMany(e => e.Windows).Select(w => w.Label).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Lists data.</summary>
    /// <param name="request">What is looked at.</param>
    /// <param name="groups">Names that labels get; null leaves them.</param>
    /// <exception cref="CloudlessException">There is nothing to look at: no images, no labels, or no window that fits.</exception>
    public static StudyData Open(StudyRequest request, ClassGroups? groups)
    {
        bool table = request.Data.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        (IReadOnlyList<PatchItem> items, StudyLabels? own) = table ? StudyList.Read(request.Data) : FromFolder(request);
        StudyLabels labels = (request.Predicted
            ? StudyLabels.ByImage("what the classifier says of the clear patch: the study tells whether its decision stays, not whether it is right", _ => null)
            : request.Labels.Labels is null ? own ?? StudyLabels.Find(request.Labels, request.Data) : StudyLabels.Find(request.Labels, request.Data))
            ?? throw new CloudlessException($"{request.Labels.Labels ?? request.Data}: there are no labels for {items.Count} images: no label map and no column 'class'. Name a folder of label maps or a table (--labels), or ask whether the classifier's decision stays (--predicted).");
        var store = new PatchStore(NanRule.Fill, 0);
        var entries = new List<Entry>();
        int unlabeled = 0, skies = 0;
        foreach (PatchItem item in items)
        {
            List<StudyWindow> windows = [];
            (int height, int width) = Size(item, store);
            IReadOnlyList<Window> cut = Windows(item, height, width, request.Window);
            foreach ((Window window, string? name) in cut.Zip(labels.Of(item, height, width, cut)))
            {
                string? label = name is null || groups is null ? name : groups.Of(name);
                if (label is null && !request.Predicted)
                {
                    unlabeled++;
                    continue;
                }

                windows.Add(new StudyWindow(request.Window is null ? item.Id : FormattableString.Invariant($"{item.Id}@{window.Row},{window.Column}"), window, label));
            }

            int draws = item.HasInput ? 1 : request.Draws;
            skies += item.HasInput ? 0 : draws;
            for (int draw = 0; draw < draws && windows.Count > 0; draw++)
            {
                string end = item.HasInput ? "" : FormattableString.Invariant($"#{draw + 1}");
                entries.Add(new Entry(item, draw, [.. windows.Select(w => w with { Id = w.Id + end })]));
            }
        }

        if (entries.Count == 0)
        {
            throw new CloudlessException($"{request.Data}: none of {items.Count} images gives a labeled patch ({labels.Words}; {unlabeled} windows without a class). Labels belong to the clear image of the same scene and number, or of the same name.");
        }

        List<string> notes = unlabeled == 0 ? [] : [FormattableString.Invariant($"{unlabeled} windows without a class were left out.")];
        if (skies > 0)
        {
            notes.Add(FormattableString.Invariant($"{skies} cloudy images are simulated (seed {request.CloudSeed}): the clear image is then exact truth, and the clouds are not those of a real sky."));
        }

        return new StudyData(request, store, entries, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(request.Data))}; labels: {labels.Words}", notes);
    }

    /// <summary>The patches of an image, without reading it.</summary>
    public IReadOnlyList<StudyWindow> WindowsOf(int index) => _entries[index].Windows;

    /// <summary>Reads an image.</summary>
    /// <exception cref="RasterMismatchException">Its clear image, its cloudy one and Sentinel-1 are not of one size.</exception>
    /// <exception cref="CloudlessException">A file cannot be read.</exception>
    public StudyImage Read(int index)
    {
        (PatchItem item, int draw, IReadOnlyList<StudyWindow> windows) = _entries[index];
        Raster<short> clear = item.Images.Target.Load(_store);
        Raster<float> cloudy = item.Images.Input?.Load(_store).ToFloat() ?? CloudSimulator.Apply(clear, Sky(item, draw), _request.Clouds);
        Raster<float>? sar = item.Images.Sar?.Load(_store);
        RequireSize(item, clear, "cloudy", cloudy);
        RequireSize(item, clear, "Sentinel-1", sar);
        return new StudyImage(item.Id, item.Group, clear.ToFloat(), cloudy, sar, windows);
    }

    private static void RequireSize(PatchItem item, Raster<short> clear, string what, Raster<float>? other)
    {
        if (other is not null && (other.Height, other.Width) != (clear.Height, clear.Width))
        {
            throw new RasterMismatchException(
                $"{item.Id}: the {what} image has {other.Width} x {other.Height} pixels, the clear one {clear.Width} x {clear.Height}. Bring both onto one grid.");
        }
    }

    // By name and not by place, so that an image has the same sky in a larger study.
    private SeededRandom Sky(PatchItem item, int draw)
    {
        ulong seed = 14695981039346656037;
        foreach (char c in item.Id)
        {
            seed = (seed ^ c) * 1099511628211;
        }

        return new SeededRandom((seed * 31) + (_request.CloudSeed * 1_000_003) + (ulong)draw);
    }

    private static (IReadOnlyList<PatchItem> Items, StudyLabels? Labels) FromFolder(StudyRequest request)
    {
        PatchDataset dataset = PatchDataset.Open(request.Data, request.Dataset);
        PatchItem[] items = [.. dataset.Items.Where(i => request.Part is null || i.Split == request.Part)];
        return items.Length > 0 ? (items, null) : throw new CloudlessException($"{request.Data}: no patch is in the part '{request.Part}' ({dataset.Split}). Choose another part.");
    }

    private static IReadOnlyList<Window> Windows(PatchItem item, int height, int width, int? side)
    {
        if (side is not { } s)
        {
            return [new Window(0, 0, width, height)];
        }

        return PatchWindows.Of(height, width, s) is { Count: > 0 } windows
            ? windows
            : throw new CloudlessException($"{item.Id}: the image has {width} x {height} pixels; windows of {s} x {s} were asked for. Take a smaller --window.");
    }

    private static (int Height, int Width) Size(PatchItem item, PatchStore store)
    {
        if (item.Images.Target is OpticalFile { Window: null } file)
        {
            using var reader = ImageFiles.Open(file.Path, Sentinel2Band.Count);
            return (reader.Profile.Height, reader.Profile.Width);
        }

        Raster<short> image = item.Images.Target.Load(store);
        return (image.Height, image.Width);
    }

    private sealed record Entry(PatchItem Item, int Draw, IReadOnlyList<StudyWindow> Windows);
}
