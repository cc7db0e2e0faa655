using Cloudless.Imagery;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>Gathers what the layouts of a folder find.</summary>
internal sealed class FolderContents
{
    /// <summary>Patches that can be used.</summary>
    public List<PatchItem> Items { get; } = [];

    /// <summary>Scenes that were cut: ids, the groups that a table of folds gives them, and grids.</summary>
    public List<(string Id, string? Group, RasterProfile Profile)> Scenes { get; } = [];

    /// <summary>Patches that lack a file.</summary>
    public List<MissingPartner> Missing { get; } = [];

    /// <summary>Files that listing had to look into and could not use.</summary>
    public List<BrokenFile> Broken { get; } = [];

    /// <summary>Whether anything was found in a folder that belongs to a layout.</summary>
    public int Count => Items.Count + Missing.Count + Broken.Count;

    /// <summary>Looks into a file; one that cannot be used is noted.</summary>
    /// <returns>What <paramref name="look"/> gives; null for a broken file.</returns>
    public T? Look<T>(string path, Func<T> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (CloudlessException e)
        {
            Broken.Add(new BrokenFile(path, e.Message));
            return null;
        }
    }
}
