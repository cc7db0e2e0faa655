using Cloudless.Rasters.Products;
using Cloudless.Scoring;

namespace Cloudless.Temporal;

/// <summary>Finds the scenes of a series: files, folders, and patterns.</summary>
internal static class ScenePaths
{
    /// <summary>Finds what patterns name.</summary>
    /// <param name="patterns">
    /// A pattern gives what it matches, files or folders. A folder by name gives the products and image files in it, unless it is a scene itself (a product, or a folder of band files).
    /// </param>
    /// <returns>Paths, each once, ordered by name (ordinal).</returns>
    /// <exception cref="CloudlessException">A pattern matches nothing, or a folder is empty.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> patterns)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string pattern in patterns)
        {
            // GDAL's virtual paths are no paths of the file system.
            string[] paths = pattern.StartsWith("/vsi", StringComparison.Ordinal) ? [pattern] : [.. PathPattern.Find(pattern)];
            if (paths.Length == 0)
            {
                throw new CloudlessException($"'{pattern}' matches nothing. Check the path; quote patterns, so that the shell leaves them alone.");
            }

            bool named = pattern.AsSpan().IndexOfAny('*', '?') < 0;
            if (named && Directory.Exists(paths[0]) && !Directory.EnumerateFileSystemEntries(paths[0]).Any())
            {
                throw new CloudlessException($"The folder '{pattern}' is empty. Looked for products (*.SAFE, *.zip), images (*.tif, *.tiff) and the files of one product. Give a folder with scenes, or a pattern that finds them.");
            }

            found.UnionWith(named && Directory.Exists(paths[0]) && Listed(paths[0]) is { Length: > 0 } scenes ? scenes : paths);
        }

        return [.. found];
    }

    // Products, archives and images of many bands; a folder whose files are single bands is a scene.
    private static string[] Listed(string folder)
    {
        if (Path.GetExtension(folder).Equals(".SAFE", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        // Unfinished outputs begin with a dot.
        string[] images = [.. Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f).ToUpperInvariant() is ".TIF" or ".TIFF" && !Path.GetFileName(f).StartsWith('.'))];
        bool bands = images.Length > 0 && images.All(i => ProductNames.BandOf(i) is not null);
        return bands ? [] : [.. Directory.EnumerateDirectories(folder, "*.SAFE"), .. Directory.EnumerateFiles(folder, "*.zip"), .. images];
    }
}
