namespace Cloudless.Networks;

/// <summary>2-D convolution (cross-correlation) with (K-1)/2 zeros around the image: H and W stay or are halved.</summary>
/// <param name="Output">Value made, [N,Cout,H/Stride,W/Stride].</param>
/// <param name="Input">Value taken, [N,Cin,H,W]; with K = 1 and stride 1 also [N,Cin,1,1], a layer that joins all numbers.</param>
/// <param name="Weight">Parameter [Cout,Cin,K,K]; K is odd, or, where the stride is 2, of any size.</param>
/// <param name="Bias">Parameter [Cout].</param>
/// <param name="Stride">Step in H and W, 1 or 2. Of an odd H or W half is rounded up with an odd K, down with an even one.</param>
public sealed record Conv2dNode(string Output, string Input, string Weight, string Bias, int Stride = 1) : GraphNode(Output, [Input]);

/// <summary>3-D convolution (cross-correlation) over dates and pixels with zero padding by half the kernel: T stays, H and W stay or are halved.</summary>
/// <param name="Output">Value made, [N,Cout,T,H/Stride,W/Stride].</param>
/// <param name="Input">Value taken, [N,Cin,T,H,W].</param>
/// <param name="Weight">Parameter [Cout,Cin,KT,K,K] with odd KT and K.</param>
/// <param name="Bias">Parameter [Cout].</param>
/// <param name="Stride">Step in H and W, 1 or 2; over dates it is 1.</param>
public sealed record Conv3dNode(string Output, string Input, string Weight, string Bias, int Stride) : GraphNode(Output, [Input]);

/// <summary>
/// (x - mean) / sqrt(variance + 1e-5) * Weight + Bias in each channel (Ioffe and Szegedy 2015): mean and variance are those of the batch while training, which also moves the kept ones a
/// tenth of the way, and the kept ones in use.
/// </summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken, an image or a sequence.</param>
/// <param name="Weight">Parameter [C].</param>
/// <param name="Bias">Parameter [C].</param>
/// <param name="Mean">Parameter [C] that no gradient changes.</param>
/// <param name="Variance">Parameter [C] that no gradient changes.</param>
public sealed record BatchNormNode(string Output, string Input, string Weight, string Bias, string Mean, string Variance) : GraphNode(Output, [Input])
{
    /// <summary>Added to the variance: 1e-5.</summary>
    public const float Epsilon = 1e-5f;
}
