using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>A coordinate reference system as GDAL holds it. Make and use inside a <see cref="GdalScope"/>, by one thread.</summary>
internal sealed class ReferenceSystem : IDisposable
{
    private const string Wgs84 = "EPSG:4326";

    private ReferenceSystem(nint handle) => Handle = handle;

    /// <summary>GDAL's handle.</summary>
    public nint Handle { get; }

    /// <summary>Longitude and latitude on WGS 84, in degrees, in this order.</summary>
    public static ReferenceSystem Geographic() => Parse(Wgs84) ?? throw new CloudlessException($"GDAL {GdalInfo.Version} does not know {Wgs84}: its PROJ data (proj.db) is missing. Use a complete GDAL.");

    /// <summary>Understands WKT and codes such as EPSG:32631; null where GDAL does not.</summary>
    public static ReferenceSystem? Parse(string text)
    {
        var system = new ReferenceSystem(Gdal.OSRNewSpatialReference(0));
        if (Gdal.OSRSetFromUserInput(system.Handle, text) != Gdal.Success)
        {
            system.Dispose();
            return null;
        }

        Gdal.OSRSetAxisMappingStrategy(system.Handle, Gdal.TraditionalAxes);
        return system;
    }

    /// <summary>Authority and code, e.g. <c>EPSG:32631</c>; null where it has none.</summary>
    public string? Code()
    {
        if (Gdal.OSRGetAuthorityCode(Handle, null) == 0)
        {
            // Recognizes what is written out in full; where it does not, there is no code.
            Gdal.OSRAutoIdentifyEPSG(Handle);
        }

        string? authority = Marshal.PtrToStringUTF8(Gdal.OSRGetAuthorityName(Handle, null)), code = Marshal.PtrToStringUTF8(Gdal.OSRGetAuthorityCode(Handle, null));
        return authority is null || code is null ? null : $"{authority}:{code}";
    }

    /// <summary>Meters in a unit of its coordinates; null where these are degrees.</summary>
    public double? MetersPerUnit() => Gdal.OSRIsProjected(Handle) != 0 ? Gdal.OSRGetLinearUnits(Handle, 0) : null;

    /// <inheritdoc/>
    public void Dispose() => Gdal.OSRDestroySpatialReference(Handle);
}
