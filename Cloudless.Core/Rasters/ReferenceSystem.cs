using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>A coordinate reference system as GDAL holds it. Make and use inside a <see cref="GdalScope"/>, by one thread.</summary>
internal sealed class ReferenceSystem : IDisposable
{
    private readonly nint _handle = Gdal.OSRNewSpatialReference(0);

    private ReferenceSystem()
    {
    }

    /// <summary>Understands WKT and codes such as EPSG:32631; null where GDAL does not.</summary>
    public static ReferenceSystem? Parse(string text)
    {
        var system = new ReferenceSystem();
        if (Gdal.OSRSetFromUserInput(system._handle, text) != Gdal.Success)
        {
            system.Dispose();
            return null;
        }

        return system;
    }

    /// <summary>Authority and code, e.g. <c>EPSG:32631</c>; null where it has none.</summary>
    public string? Code()
    {
        if (Gdal.OSRGetAuthorityCode(_handle, null) == 0)
        {
            // Recognizes what is written out in full; where it does not, there is no code.
            Gdal.OSRAutoIdentifyEPSG(_handle);
        }

        string? authority = Marshal.PtrToStringUTF8(Gdal.OSRGetAuthorityName(_handle, null)), code = Marshal.PtrToStringUTF8(Gdal.OSRGetAuthorityCode(_handle, null));
        return authority is null || code is null ? null : $"{authority}:{code}";
    }

    /// <summary>Meters in a unit of its coordinates; null where these are degrees.</summary>
    public double? MetersPerUnit() => Gdal.OSRIsProjected(_handle) != 0 ? Gdal.OSRGetLinearUnits(_handle, 0) : null;

    /// <inheritdoc/>
    public void Dispose() => Gdal.OSRDestroySpatialReference(_handle);
}
