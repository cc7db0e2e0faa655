namespace Cloudless.Rasters.Products;

/// <summary>Tells what a path is: a product in one of its forms, or a single image file.</summary>
internal static class ProductFinder
{
    // IMG_DATA/R10m in a granule of GRANULE.
    private const int LevelsUp = 4;

    /// <summary>Finds the product that a path means.</summary>
    /// <param name="path">Folder of a product or in a product, folder of bands, zip archive, metadata file, or image file.</param>
    /// <param name="options">Further files and the tile to take.</param>
    /// <returns>The product's files; null where the path is a single image file.</returns>
    /// <exception cref="UnsupportedProductException">There is no product, or not one alone.</exception>
    /// <exception cref="CloudlessException">It cannot be read.</exception>
    public static ProductLayout? Find(string path, OpticalSourceOptions options)
    {
        if (options.OtherFiles.Count > 0)
        {
            string[] listed = [path, .. options.OtherFiles];
            return ProductLayout.Find(new ListedFiles(WithMetadata(listed) ?? listed, listed.Length), options.Tile);
        }

        if (path.StartsWith("/vsi", StringComparison.Ordinal))
        {
            return null;
        }

        if (Directory.Exists(path))
        {
            return Within(path, options.Tile) ?? ProductLayout.Find(FolderFiles.Open(path), options.Tile);
        }

        if (!File.Exists(path))
        {
            throw new CloudlessException($"'{path}' does not exist. Check the path.");
        }

        if (ProductNames.IsProductMetadata(path))
        {
            return ProductLayout.Find(FolderFiles.Open(Folder(path)), options.Tile);
        }

        return IsZip(path) ? ProductLayout.Find(ZipFiles.Open(path), options.Tile) : null;
    }

    // A folder inside a product: the product's metadata is found above it, and the folder's granule is taken.
    private static ProductLayout? Within(string path, string? tile)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string granule = "", folder = full;
        for (int level = 0; level < LevelsUp && Path.GetDirectoryName(folder) is { } parent; level++)
        {
            if (Path.GetFileName(parent) == "GRANULE" && Path.GetDirectoryName(parent) is { } product)
            {
                granule = Path.GetFileName(folder);
                return Directory.EnumerateFiles(product).Any(ProductNames.IsProductMetadata)
                    ? ProductLayout.Find(FolderFiles.Open(product), tile ?? granule)
                    : null;
            }

            folder = parent;
        }

        return null;
    }

    // Bands that are listed where they lie in a product: what they hold is told by its metadata.
    private static string[]? WithMetadata(string[] files)
    {
        if (!files.All(File.Exists))
        {
            return null;
        }

        string[] full = [.. files.Select(Path.GetFullPath)];
        string? images = Path.GetDirectoryName(full[0]), granule = images;
        for (int level = 0; level < LevelsUp && granule is not null && Path.GetFileName(Path.GetDirectoryName(granule)) != "GRANULE"; level++)
        {
            granule = Path.GetDirectoryName(granule);
        }

        if (Path.GetDirectoryName(Path.GetDirectoryName(granule)) is not { } product || !Directory.Exists(granule)
            || !full.All(f => f.StartsWith(granule + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            return null;
        }

        string[] metadata = [.. Directory.EnumerateFiles(product).Where(ProductNames.IsProductMetadata)];
        return metadata.Length == 0 ? null : [.. full, .. metadata, .. Directory.EnumerateFiles(granule).Where(ProductNames.IsTileMetadata)];
    }

    private static string Folder(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;

    // By its first bytes: products are renamed, and images are not archives.
    private static bool IsZip(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[4];
            return file.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head[0] == 'P' && head[1] == 'K' && head[2] is 3 or 5 && head[3] is 4 or 6;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
