namespace Cloudless.Rasters.Products;

/// <summary>Files of a folder, and of the folders in it.</summary>
internal sealed class FolderFiles : ProductFiles
{
    // GRANULE/<granule>/IMG_DATA/R10m, in a folder around the product.
    private const int Depth = 6;

    private FolderFiles(string folder, IReadOnlyList<string> names)
        : base(folder, names)
    {
    }

    /// <summary>Lists a folder.</summary>
    /// <exception cref="CloudlessException">It cannot be listed, or holds too many files.</exception>
    public static FolderFiles Open(string folder)
    {
        try
        {
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Depth, IgnoreInaccessible = true, AttributesToSkip = 0 };
            List<string> names = [.. Directory.EnumerateFiles(folder, "*", options).Take(Most + 1).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))];
            names.Sort(StringComparer.Ordinal);
            return names.Count <= Most ? new FolderFiles(folder, names) : throw TooMany(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"The folder '{folder}' cannot be listed: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override string PathOf(string name) => Path.Combine(Name, name);

    /// <inheritdoc/>
    public override Stream OpenRead(string name) => File.OpenRead(PathOf(name));

    /// <inheritdoc/>
    public override IReadOnlyList<string> OnDisk(IEnumerable<string> names) => [.. names.Select(PathOf)];
}
