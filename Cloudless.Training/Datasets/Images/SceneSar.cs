using Cloudless.Imagery;

namespace Cloudless.Training.Datasets.Images;

/// <summary>A window of a SAR file on any grid, brought onto that of the optical scene.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Scene">The optical scene.</param>
/// <param name="Window">The part of the scene.</param>
internal sealed record SceneSar(string Folder, string Name, SceneGrid Scene, Window Window) : SarSource
{
    public override string Path => System.IO.Path.Combine(Folder, Name);

    public override Raster<float>? Load(PatchStore store) => store.Keep(
        (this, "pixels"),
        () => new MaybeRaster(SarReading.ReadWindow(Path, Scene.Profile, Window, store)),
        image => (image.Raster?.Data.Length ?? 0) * (long)sizeof(float)).Raster;

    // That a window has no data is worth keeping too.
    private sealed record MaybeRaster(Raster<float>? Raster);
}

/// <summary>The grid of a scene, shared by its windows. A class, so that sources compare it by reference.</summary>
/// <param name="profile">Size and place.</param>
internal sealed class SceneGrid(RasterProfile profile)
{
    /// <summary>Size and place of the scene.</summary>
    public RasterProfile Profile { get; } = profile;
}
