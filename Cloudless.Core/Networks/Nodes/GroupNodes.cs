namespace Cloudless.Networks;

/// <summary>2-D convolution (cross-correlation) of each channel by itself, with stride 1 and zero padding that keeps H and W.</summary>
/// <param name="Output">Value made, [N,C,H,W].</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
/// <param name="Weight">Parameter [C,1,K,K] with odd K.</param>
/// <param name="Bias">Parameter [C].</param>
public sealed record DepthwiseConv2dNode(string Output, string Input, string Weight, string Bias) : GraphNode(Output, [Input]);

/// <summary>
/// (x - mean) / sqrt(variance + 1e-5) * Weight + Bias (Wu and He 2018), mean and variance being those of a group of channels over all pixels of one image: the same while training and in use,
/// and different for every part of an image.
/// </summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
/// <param name="Weight">Parameter [C,1,1].</param>
/// <param name="Bias">Parameter [C,1,1].</param>
/// <param name="Groups">Number of groups; C is a multiple of it.</param>
public sealed record GroupNormNode(string Output, string Input, string Weight, string Bias, int Groups) : GraphNode(Output, [Input])
{
    /// <summary>Added to the variance: 1e-5.</summary>
    public const float Epsilon = 1e-5f;
}
