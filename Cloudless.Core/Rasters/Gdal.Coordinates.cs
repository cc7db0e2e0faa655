using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <content>Reference systems, and coordinates between them.</content>
internal static unsafe partial class Gdal
{
    /// <summary>X is east and y is north in every system, whatever its authority says.</summary>
    public const int EastBeforeNorth = 0;

    [LibraryImport(Library)]
    public static partial void OSRSetAxisMappingStrategy(nint crs, int strategy);

    [LibraryImport(Library)]
    public static partial nint OCTNewCoordinateTransformation(nint source, nint target);

    [LibraryImport(Library)]
    public static partial int OCTTransform(nint transformation, int count, double* x, double* y, double* z);

    [LibraryImport(Library)]
    public static partial void OCTDestroyCoordinateTransformation(nint transformation);

    [LibraryImport(Library)]
    public static partial int OSRAutoIdentifyEPSG(nint crs);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OSRGetAuthorityName(nint crs, string? node);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OSRGetAuthorityCode(nint crs, string? node);

    [LibraryImport(Library)]
    public static partial int OSRIsProjected(nint crs);

    [LibraryImport(Library)]
    public static partial double OSRGetLinearUnits(nint crs, nint name);
}
