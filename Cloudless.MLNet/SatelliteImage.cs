namespace Cloudless.MLNet;

/// <summary>A row with images of its own size: what <c>LoadFromEnumerable</c> and prediction engines take where images differ in size.</summary>
/// <remarks>
/// <para>Its image columns are vectors of variable size, so each row carries <see cref="Height"/> and <see cref="Width"/>; all images of a row have this size, and a vector that does not fit it is an
/// error that names the row. Derive from it to add a label or more columns.</para>
/// <para>Where all images have one size, write a class of your own with <c>[VectorType(13, 256, 256)]</c> on the image and without height and width: the size then stands in the
/// column's type, what the transformers make has a known size too, and trainers can use it.</para>
/// <para>Not thread-safe; the transformers only read it.</para>
/// </remarks>
public class SatelliteImage
{
    /// <summary>[13,H,W], planar, band order of <see cref="Imagery.Sentinel2Band.All"/>; signed DN; nodata where all bands are 0.</summary>
    public float[] Optical { get; set; } = [];

    /// <summary>[2,H,W], planar, VV and VH on the same grid, dB or linear power; nodata NaN, or 0 in both bands. Empty where no step of the pipeline asks for it.</summary>
    public float[] Sar { get; set; } = [];

    /// <summary>H in pixels, at least 1.</summary>
    public int Height { get; set; }

    /// <summary>W in pixels, at least 1.</summary>
    public int Width { get; set; }
}
