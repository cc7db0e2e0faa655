namespace Cloudless.Scoring;

/// <summary>Where what lies in the folder of a run.</summary>
/// <remarks>Each item has a folder of its own: what a killed process left of it is found without a look at the hundred thousand others.</remarks>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    /// <summary>The folder; full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>What the run does: model and options.</summary>
    public string Run => In("run.json");

    /// <summary>Items that failed, with their errors; a manifest of its own.</summary>
    public string Failed => In("failed.jsonl");

    /// <summary>The report.</summary>
    public string Report => In("report.html");

    /// <summary>What each worker did, a file for each.</summary>
    public string Journals => In("journals");

    /// <summary>Who works on what.</summary>
    internal string Claims => In("claims");

    /// <summary>The items' folders.</summary>
    public string Items => In("items");

    /// <summary>Folder of an item.</summary>
    public string Item(string id) => System.IO.Path.Combine(Items, id);

    /// <summary>The receipt of an item.</summary>
    public string Receipt(string id) => System.IO.Path.Combine(Item(id), "receipt.json");

    /// <summary>Name of an output in the folder of its item.</summary>
    /// <param name="id">The item.</param>
    /// <param name="role"><c>image</c>, <c>mask</c>, <c>weight</c> or <c>quicklook</c>.</param>
    public static string FileName(string id, string role) => role switch
    {
        ScoreOutputs.Image => $"{id}.tif",
        ScoreOutputs.Quicklook => $"{id}.png",
        _ => $"{id}_{role}.tif",
    };

    /// <summary>Makes the folders.</summary>
    /// <exception cref="CloudlessException">They cannot be made.</exception>
    internal void Make()
    {
        try
        {
            foreach (string folder in (string[])[Items, Claims, Journals])
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"The folder '{Path}' cannot be made: {e.Message} Give another --out.", e);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
