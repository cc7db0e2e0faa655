using Cloudless.Imagery;
using Cloudless.Scoring;

namespace Cloudless.Temporal;

/// <summary>Tells the day of an image: by what its tags say of the acquisition, else by its name, else by the name of its folder.</summary>
internal static class SceneDates
{
    /// <summary>The day of an image and what told it; null where nothing does.</summary>
    /// <param name="tags">Its tags.</param>
    /// <param name="path">Its path.</param>
    public static (DateOnly Day, string From)? Of(IReadOnlyDictionary<string, string> tags, string path) =>
        Acquisition.Of(tags).Taken is { } taken ? (DateOnly.FromDateTime(taken), "metadata") : OfName(path);

    /// <summary>The day in a name: the first of 2018-01-31, 20180131 or 20180131T103021 in the file's name, else in that of its folder.</summary>
    public static (DateOnly Day, string From)? OfName(string path)
    {
        string whole = path.TrimEnd('/', '\\');
        return SceneNames.TimeOf(whole) is { } time ? (DateOnly.FromDateTime(time), "file name")
            : Path.GetDirectoryName(whole) is { } folder && SceneNames.TimeOf(folder) is { } above ? (DateOnly.FromDateTime(above), "folder name")
            : null;
    }

    /// <summary>The error of an image whose day nothing tells.</summary>
    public static CloudlessException Undated(string path) =>
        new($"Nothing tells the day of '{path}': no tag of its acquisition, and no date such as 2018-01-31 or 20180131 in the names of file and folder. Put the date into the name.");
}
