namespace Cloudless.Rasters.Products;

/// <summary>Files given one by one.</summary>
internal sealed class ListedFiles(IReadOnlyList<string> paths) : ProductFiles($"{paths[0]} and {paths.Count - 1} more", paths)
{
    /// <inheritdoc/>
    public override string PathOf(string name) => name;

    /// <inheritdoc/>
    public override Stream OpenRead(string name) => File.OpenRead(name);

    /// <inheritdoc/>
    public override IReadOnlyList<string> OnDisk(IEnumerable<string> names) => [.. names];
}
