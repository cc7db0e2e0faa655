using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters.Scratch;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;

namespace Cloudless.Temporal;

/// <summary>The first walk over a series: finds what is covered, scene after scene.</summary>
internal static class SeriesCoverWork
{
    /// <summary>Finds it.</summary>
    /// <param name="series">The series.</param>
    /// <param name="area">The part that is worked on.</param>
    /// <param name="detectors">The detector of each scene.</param>
    /// <param name="cover">Takes what is found.</param>
    /// <param name="room">Makes room for one scene.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="progress">Told after every scene.</param>
    /// <param name="cancellation">Looked at before every piece.</param>
    /// <returns>What the detectors tell, each once.</returns>
    public static IReadOnlyList<string> Run(
        SceneSeries series, Window area, IReadOnlyList<DetectorOptions> detectors, SeriesCover cover, Func<int, ScratchSpace> room, int threads,
        IProgress<RemovalProgress>? progress, CancellationToken cancellation)
    {
        var notes = new List<string>();
        for (int d = 0; d < series.Scenes.Count; d++)
        {
            (SeriesScene scene, int date) = (series.Scenes[d], d);
            using ScratchSpace space = room(d);
            using RemovalMaskSource mask = RemovalMaskSource.Create(detectors[d], new RemovalMaskOptions(), SceneArea.Crop(scene.Source.Profile, area));
            SceneLook.Of(scene, area).Run(mask, space, threads, (window, weights) => cover.Put(date, window, weights), cancellation);
            notes.AddRange(mask.Notes.Except(notes));
            progress?.Report(new RemovalProgress("looking for clouds", d + 1, series.Scenes.Count));
        }

        return notes;
    }
}
