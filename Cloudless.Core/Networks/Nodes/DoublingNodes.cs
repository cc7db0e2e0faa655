namespace Cloudless.Networks;

/// <summary>Transposed 2-D convolution with stride 2, a kernel of 4 x 4 and one pixel cut off around: twice the H and W, the way back of a <see cref="Conv2dNode"/> of that kernel and stride.</summary>
/// <param name="Output">Value made, [N,Cout,2H,2W].</param>
/// <param name="Input">Value taken, [N,Cin,H,W].</param>
/// <param name="Weight">Parameter [Cin,Cout,4,4].</param>
/// <param name="Bias">Parameter [Cout].</param>
public sealed record ConvTranspose2dNode(string Output, string Input, string Weight, string Bias) : GraphNode(Output, [Input])
{
    /// <summary>Side of the kernel: 4.</summary>
    public const int Kernel = 4;
}
