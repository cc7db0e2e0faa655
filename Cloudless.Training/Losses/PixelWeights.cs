namespace Cloudless.Training.Losses;

/// <summary>What a loss weighs a pixel with, each 0 or more.</summary>
/// <param name="Input">wI, on |P - I|.</param>
/// <param name="Target">wT, on |P - T|.</param>
/// <param name="Gradient">wG; a difference of two neighbors weighs the smaller of their wG.</param>
public readonly record struct PixelWeights(float Input, float Target, float Gradient);

/// <summary>The weights of the pixel classes in one patch.</summary>
/// <param name="Clear">Of class 0.</param>
/// <param name="Cloud">Of class 1.</param>
/// <param name="Shadow">Of class 2.</param>
public readonly record struct LossWeights(PixelWeights Clear, PixelWeights Cloud, PixelWeights Shadow)
{
    /// <summary>The weights of a class: 0 clear, 1 cloud, 2 shadow.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public PixelWeights this[byte pixelClass] => pixelClass switch
    {
        0 => Clear,
        1 => Cloud,
        2 => Shadow,
        _ => throw new ArgumentOutOfRangeException(nameof(pixelClass), pixelClass, "Classes are 0 clear, 1 cloud, 2 shadow; leave nodata out of training."),
    };
}
