namespace Cloudless.Rasters.Products;

/// <summary>Files given one by one.</summary>
/// <param name="paths">Their paths; those that were found beside them come last.</param>
/// <param name="given">How many were given.</param>
internal sealed class ListedFiles(IReadOnlyList<string> paths, int given) : ProductFiles($"{paths[0]} and {given - 1} more", paths)
{
    /// <inheritdoc/>
    public override string PathOf(string name) => name;

    /// <inheritdoc/>
    public override Stream OpenRead(string name) => File.OpenRead(name);

    /// <inheritdoc/>
    public override IReadOnlyList<string> OnDisk(IEnumerable<string> names) => [.. names];
}
