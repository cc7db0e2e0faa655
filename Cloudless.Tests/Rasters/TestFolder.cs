namespace Cloudless.Tests.Rasters;

/// <summary>A new empty folder, deleted with its content on disposal.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cloudless-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Names of everything in it, hidden files too, in order.</summary>
    public string[] Names =>
        [.. new DirectoryInfo(Path).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 })
            .Select(f => f.Name).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
