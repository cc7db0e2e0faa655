using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>An open GDAL dataset; closed on disposal. To be used by one thread at a time.</summary>
internal sealed class GdalDataset : SafeHandle
{
    /// <summary>Takes over a handle; 0 means that GDAL could not open it.</summary>
    public GdalDataset(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Gdal.GDALClose(handle);
        return true;
    }
}
