namespace Cloudless.Setup;

/// <summary>A folder that is gone when its user is done.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(Repository.Path("artifacts", $"scratch-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
