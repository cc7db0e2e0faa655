using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;

namespace Cloudless.Scoring;

/// <summary>A scene as far as its header and its name tell.</summary>
/// <param name="Paths">Its files or its folder.</param>
/// <param name="Tile">MGRS tile; null where the name tells none.</param>
/// <param name="Taken">When it was taken, UTC; null where neither header nor name tells.</param>
/// <param name="Place">Where it lies; null with a <paramref name="Problem"/>.</param>
/// <param name="Problem">Why it cannot be used; null where it can.</param>
internal sealed record PlacedScene(IReadOnlyList<string> Paths, string? Tile, DateTime? Taken, Footprint? Place, string? Problem)
{
    /// <summary>Looks at an optical scene.</summary>
    public static PlacedScene OfOptical(string path) => Look([path], () =>
    {
        using OpticalSource source = OpticalSource.Open(path);
        return source.Profile;
    });

    /// <summary>Looks at a SAR image: a file, VV and VH, or a folder with them.</summary>
    public static PlacedScene OfSar(IReadOnlyList<string> paths) => Look(paths, () =>
    {
        string first = Fusion.SarFiles.Find(paths).Vv.Path;
        using RasterReader reader = RasterReader.Open(first);
        return reader.Profile;
    });

    private static PlacedScene Look(IReadOnlyList<string> paths, Func<RasterProfile> open)
    {
        string name = paths[0];
        try
        {
            RasterProfile profile = open();
            return new PlacedScene(paths, SceneNames.TileOf(name), Acquisition.Of(profile.Tags).Taken ?? SceneNames.TimeOf(name), Footprint.Of(profile, name), null);
        }
        catch (Exception e) when (e is CloudlessException or IOException or UnauthorizedAccessException)
        {
            return new PlacedScene(paths, null, null, null, e.Message);
        }
    }
}
