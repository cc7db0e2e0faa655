using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;

namespace Cloudless.Temporal;

/// <summary>Dated scenes of one place on one grid: products, archives, or image files, of any size. Knows everything but the samples, which are read window by window.</summary>
/// <remarks>Immutable; safe from any thread, each with readers of its own.</remarks>
public sealed class SceneSeries : IDisposable
{
    private SceneSeries(IReadOnlyList<SeriesScene> scenes, IReadOnlyList<string> notes) => (Scenes, Notes) = (scenes, notes);

    /// <summary>The dates, ascending, each once; one at least.</summary>
    public IReadOnlyList<SeriesScene> Scenes { get; }

    /// <summary>Size and place of all scenes, by the first one.</summary>
    public RasterProfile Grid => Scenes[0].Source.Profile;

    /// <summary>What was decided, a sentence each; empty as a rule.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Finds and opens scenes.</summary>
    /// <param name="optical">Sentinel-2 scenes: files, products, folders of them, or patterns with <c>*</c>, <c>?</c> and <c>**</c>.</param>
    /// <param name="sar">Sentinel-1 images likewise, VV and VH in one file or in two of one day; each scene gets the nearest in time. Empty for none.</param>
    /// <param name="options">What the files do not tell; null for the defaults.</param>
    /// <exception cref="RasterMismatchException">Scenes lie on different grids.</exception>
    /// <exception cref="CloudlessException">A file cannot be read, nothing tells its day, or two scenes are of one day.</exception>
    public static SceneSeries Open(IReadOnlyList<string> optical, IReadOnlyList<string>? sar = null, SceneSeriesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optical);
        options ??= new SceneSeriesOptions();
        options.Validate();
        var scenes = new List<SeriesScene>();
        try
        {
            foreach (string path in ScenePaths.Find(optical))
            {
                scenes.Add(OpenScene(path, options));
            }

            if (scenes.Count == 0)
            {
                throw new CloudlessException("A series needs one scene at least; name one.");
            }

            scenes.Sort((a, b) => a.Date.CompareTo(b.Date));
            RequireOnePerDay(scenes);
            scenes.ForEach(s => RequireGrid(s, scenes[0]));
            var notes = new List<string>();
            if (sar is { Count: > 0 })
            {
                scenes = SeriesSar.Pair(scenes, ScenePaths.Find(sar), options, notes);
            }

            return new SceneSeries(scenes, notes);
        }
        catch
        {
            scenes.ForEach(s => s.Source.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SeriesScene scene in Scenes)
        {
            scene.Source.Dispose();
        }
    }

    private static SeriesScene OpenScene(string path, SceneSeriesOptions options)
    {
        OpticalSource source = OpticalSource.Open(path, options.Source);
        if (SceneDates.Of(source.Profile.Tags, path) is { } known)
        {
            return new SeriesScene(known.Day, known.From, source, null, null);
        }

        source.Dispose();
        throw SceneDates.Undated(path);
    }

    private static void RequireOnePerDay(List<SeriesScene> scenes)
    {
        if (scenes.GroupBy(s => s.Date).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new CloudlessException(
                $"{twice.Count()} scenes are of {twice.Key:yyyy-MM-dd}: {string.Join(", ", twice.Select(s => $"'{s.Source.Name}' (by its {s.DateFrom})"))}. A series has one scene for each day; leave the others out.");
        }
    }

    private static void RequireGrid(SeriesScene scene, SeriesScene first)
    {
        RasterProfile here = scene.Source.Profile, grid = first.Source.Profile;
        string? different = (here.Width, here.Height) != (grid.Width, grid.Height)
            ? $"has {here.Width} x {here.Height} pixels, and the first, {Named(first)}, {grid.Width} x {grid.Height}"
            : (here.Transform, grid.Transform) switch
            {
                (null, not null) => $"does not tell its place on Earth, and the first, {Named(first)}, does",
                (not null, null) => $"tells its place on Earth, and the first, {Named(first)}, does not",
                ({ } t, { } u) when !GridComparison.SameCorners(t, u, here.Width, here.Height) => FormattableString.Invariant(
                    $"begins at {t[0]}, {t[3]} with pixels of {t[1]} x {t[5]}, and the first, {Named(first)}, at {u[0]}, {u[3]} with {u[1]} x {u[5]}"),
                _ => GridComparison.SameCrs(here.Crs, grid.Crs) ? null : $"is in another coordinate reference system than the first, {Named(first)}",
            };
        if (different is not null)
        {
            throw new RasterMismatchException($"{Named(scene)} {different}. Bring all dates onto one grid first, e.g. with gdalwarp -t_srs -te -tr.");
        }
    }

    private static string Named(SeriesScene scene) => $"'{scene.Source.Name}' of {scene.Date:yyyy-MM-dd}";
}
