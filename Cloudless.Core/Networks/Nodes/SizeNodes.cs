namespace Cloudless.Networks;

/// <summary>The largest of 2 x 2 pixels.</summary>
/// <param name="Output">Value made, [N,C,H/2,W/2].</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
public sealed record MaxPoolNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>Twice the H and W.</summary>
/// <param name="Output">Value made, an image or a sequence.</param>
/// <param name="Input">Value taken, of the same kind with half the H and W.</param>
/// <param name="Bilinear">Whether linear between the pixels' centers, the edge continued; else each pixel four times.</param>
public sealed record UpsampleNode(string Output, string Input, bool Bilinear) : GraphNode(Output, [Input]);

/// <summary>The mean of each channel over the whole image.</summary>
/// <param name="Output">Value made, [N,C,1,1].</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
public sealed record GlobalAveragePoolNode(string Output, string Input) : GraphNode(Output, [Input]);
