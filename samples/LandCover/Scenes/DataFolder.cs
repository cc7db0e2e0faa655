namespace Cloudless.Samples.LandCover.Scenes;

/// <summary>Finds real data.</summary>
internal static class DataFolder
{
    /// <summary>The folder that CLOUDLESS_DATA names, else shared/data beside a folder above; null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLOUDLESS_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "shared", "data") is var candidate && Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
