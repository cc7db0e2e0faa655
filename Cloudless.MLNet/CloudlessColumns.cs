namespace Cloudless.MLNet;

/// <summary>Names of the columns that the transformers take and make where nothing else is said.</summary>
public static class CloudlessColumns
{
    /// <summary>Sentinel-2 image, vector of <see cref="float"/> [13,H,W]: signed DN (reflectance x 10000, offset taken out); nodata where all bands are 0.</summary>
    public const string Optical = "Optical";

    /// <summary>Sentinel-1 image, vector of <see cref="float"/> [2,H,W]: VV and VH in dB or linear power; nodata NaN, or 0 in both bands.</summary>
    public const string Sar = "Sar";

    /// <summary>Both, vector of <see cref="float"/> [15,H,W]: 13 bands in signed DN, VV and VH in dB.</summary>
    public const string SarOptical = "SarOptical";

    /// <summary>Cloud mask, vector of <see cref="float"/> [H,W]: classes (0 clear, 1 cloud, 2 shadow, 255 nodata) or scores (0..1).</summary>
    public const string CloudMask = "CloudMask";

    /// <summary>Image without clouds, vector of <see cref="float"/> [13,H,W]: signed DN.</summary>
    public const string CloudFree = "CloudFree";

    /// <summary>H of the images of a row, <see cref="int"/>; needed where image columns are vectors of variable size.</summary>
    public const string Height = "Height";

    /// <summary>W of the images of a row, <see cref="int"/>; needed where image columns are vectors of variable size.</summary>
    public const string Width = "Width";

    /// <summary>The same place without clouds, vector of <see cref="float"/> [13,H,W]: signed DN; NaN in rows without such a file.</summary>
    public const string Target = "Target";

    /// <summary>Name of the images of a row, text.</summary>
    public const string Id = "Id";

    /// <summary>File that a row's Sentinel-2 image was read from, text: where what is made of it gets its georeference.</summary>
    public const string OpticalPath = "OpticalPath";
}
