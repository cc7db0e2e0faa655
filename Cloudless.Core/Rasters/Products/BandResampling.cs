namespace Cloudless.Rasters.Products;

/// <summary>How bands of 20 m and 60 m are brought to 10 m.</summary>
public enum BandResampling
{
    /// <summary>Every pixel is repeated.</summary>
    Nearest,

    /// <summary>Linear between the centers of the pixels, in both directions.</summary>
    Bilinear,

    /// <summary>Cubic convolution over 4 x 4 pixels (Keys, a = -0.5): sharper, and may overshoot at edges.</summary>
    Cubic,
}
