namespace Cloudless.MLNet.Files;

/// <summary>The columns of a <see cref="RasterDataView"/>, in the order of its schema.</summary>
internal enum RasterColumn
{
    Id,
    OpticalPath,
    Height,
    Width,
    Optical,
    Sar,
    Target,
}
