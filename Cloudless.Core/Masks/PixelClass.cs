namespace Cloudless.Masks;

/// <summary>Values of a class map: uint8 [H,W], one class per pixel. Cloud wins over shadow, nodata over both.</summary>
public static class PixelClass
{
    /// <summary>Neither cloud nor shadow.</summary>
    public const byte Clear = 0;

    /// <summary>Cloud.</summary>
    public const byte Cloud = 1;

    /// <summary>Cloud shadow.</summary>
    public const byte Shadow = 2;

    /// <summary>No measurement: all 13 bands are 0.</summary>
    public const byte NoData = 255;

    /// <summary>Whether a class counts as covered (the papers' CSM): cloud or shadow.</summary>
    public static bool IsCovered(byte pixelClass) => pixelClass is Cloud or Shadow;
}
