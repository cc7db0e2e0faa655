using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters.Products;
using Cloudless.Temporal;

namespace Cloudless.Training.Temporal.Sources;

/// <summary>Reads dated scenes of one place whole, as <c>remove-series</c> finds and opens them.</summary>
internal static class DatedScenes
{
    /// <summary>Reads a series.</summary>
    /// <param name="path">A folder of scenes, or a pattern.</param>
    /// <param name="sar">Sentinel-1 that goes with them.</param>
    /// <exception cref="RasterMismatchException">Scenes lie on different grids.</exception>
    /// <exception cref="CloudlessException">Nothing is there, a file cannot be read, nothing tells its day, or two scenes are of one day.</exception>
    public static LoadedSeries Read(string path, SeriesSarOptions sar)
    {
        sar.Validate();
        using SceneSeries series = SceneSeries.Open([path], sar.Paths, new SceneSeriesOptions { SarDays = sar.Days });
        var whole = new Window(0, 0, series.Grid.Width, series.Grid.Height);
        bool cirrus = series.Scenes.All(s => s.Source.HasCirrus);
        Raster<float>?[] radar = [.. series.Scenes.Select(s => Sar(s, whole))];
        string[] half = [.. series.Scenes.Where((s, i) => s.Sar is not null && radar[i] is null).Select(s => s.Sar!.Name).Distinct()];
        return new LoadedSeries(
            Path.GetFileName(FolderOf(path)),
            [.. (cirrus ? Sentinel2Band.All : BandSets.WithoutCirrus).Select(b => b.Id)],
            [.. series.Scenes.Select(s => s.Date)],
            [.. series.Scenes.Select(s => Optical(s, whole, cirrus))],
            radar.Any(s => s is not null) ? radar : null,
            null,
            [.. series.Notes, .. half.Select(n => $"{n} has a band without any valid value over the scenes and is not used.")]);
    }

    /// <summary>The folder of what a path or a pattern names, as a full path without a slash at its end.</summary>
    public static string FolderOf(string path)
    {
        string folder = path.AsSpan().IndexOfAny('*', '?') < 0 ? path : Path.GetDirectoryName(path) ?? "";
        return Path.GetFullPath(folder.Length == 0 ? "." : folder).TrimEnd('/', '\\');
    }

    // B10 counts where every scene has it.
    private static Raster<float> Optical(SeriesScene scene, Window whole, bool cirrus)
    {
        using var reader = new SignedDnReader(scene.Source, threads: 1);
        Raster<float> image = reader.Read(whole);
        return !cirrus && image.Channels == Sentinel2Band.Count ? MissingCirrus.Remove(image) : image;
    }

    // Where a band has no valid value it is as if there were none.
    private static Raster<float>? Sar(SeriesScene scene, Window whole)
    {
        if (scene.Sar is not { } source)
        {
            return null;
        }

        using SarReader reader = source.OpenReader();
        var decibel = new Raster<float>(SarOpticalStack.SarBands, whole.Height, whole.Width);
        reader.ReadDecibel(whole, decibel.Data);
        return Enumerable.Range(0, SarOpticalStack.SarBands).All(b => decibel.Channel(b).ContainsAnyExcept(float.NaN))
            ? SarOpticalStack.PrepareSarInPlace(decibel, SarScale.Decibel, source.Name, fill: null).Decibel
            : null;
    }
}
