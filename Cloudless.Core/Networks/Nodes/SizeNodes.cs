namespace Cloudless.Networks;

/// <summary>The largest of Kernel x Kernel pixels, every second one: of the pixel and its neighbors where it is 3, and of pixels apart from each other where it is 2.</summary>
/// <param name="Output">Value made, [N,C,H/2,W/2].</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
/// <param name="Kernel">2, or 3; what lies outside the image never is the largest.</param>
public sealed record MaxPoolNode(string Output, string Input, int Kernel = 2) : GraphNode(Output, [Input]);

/// <summary>Twice the H and W.</summary>
/// <param name="Output">Value made, an image or a sequence.</param>
/// <param name="Input">Value taken, of the same kind with half the H and W.</param>
/// <param name="Bilinear">Whether linear between the pixels' centers, the edge continued; else each pixel four times.</param>
public sealed record UpsampleNode(string Output, string Input, bool Bilinear) : GraphNode(Output, [Input]);

/// <summary>The mean of each channel over the whole image.</summary>
/// <param name="Output">Value made, [N,C,1,1].</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
public sealed record GlobalAveragePoolNode(string Output, string Input) : GraphNode(Output, [Input]);
