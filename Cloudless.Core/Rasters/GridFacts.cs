using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>What people and catalogs want to know of a grid.</summary>
/// <param name="Code">Authority and code of its coordinate reference system, e.g. <c>EPSG:32631</c>; null where it has none.</param>
/// <param name="PixelMeters">Side of a pixel in meters; null where the grid has no place, or one in degrees.</param>
public sealed record GridFacts(string? Code, double? PixelMeters)
{
    /// <summary>Asks GDAL.</summary>
    /// <param name="profile">CRS and transform of a raster.</param>
    public static GridFacts Of(RasterProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        using GdalScope scope = GdalScope.Enter();
        using ReferenceSystem? system = profile.Crs is null ? null : ReferenceSystem.Parse(profile.Crs);
        double? side = profile.Transform is { } t ? GridComparison.Hypotenuse(t[1], t[4]) * system?.MetersPerUnit() : null;
        return new GridFacts(system?.Code(), side);
    }
}
