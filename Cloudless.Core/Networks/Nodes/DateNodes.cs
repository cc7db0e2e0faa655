namespace Cloudless.Networks;

/// <summary>[N,T,C,H,W] as [N*T,C,H,W]: every date an image of its own, so that one network with one set of weights sees each of them.</summary>
/// <param name="Output">Value made, [N*T,C,H,W].</param>
/// <param name="Input">Value taken, [N,T,C,H,W].</param>
public sealed record FoldDatesNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>[N*T,C,H,W] as [N,T,C,H,W]: the way back of <see cref="FoldDatesNode"/>.</summary>
/// <param name="Output">Value made, [N,T,C,H,W].</param>
/// <param name="Input">Value taken, [N*T,C,H,W].</param>
/// <param name="Like">A value [N,T,...] that N and T are taken from.</param>
public sealed record UnfoldDatesNode(string Output, string Input, string Like) : GraphNode(Output, [Input, Like]);

/// <summary>Dates and channels in the other order: [N,T,C,H,W] to [N,C,T,H,W] or back.</summary>
/// <param name="Output">Value made.</param>
/// <param name="Input">Value taken, a series or a sequence.</param>
public sealed record SwapDatesNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>exp(x_t) over the sum of exp(x) of all dates: weights of the dates that sum to 1 in each pixel and channel.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken, [N,C,T,H,W].</param>
public sealed record SoftmaxOverDatesNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>The mean or the sum over all dates.</summary>
/// <param name="Output">Value made, [N,C,H,W].</param>
/// <param name="Input">Value taken, [N,C,T,H,W].</param>
/// <param name="Mean">Whether the mean, else the sum.</param>
public sealed record OverDatesNode(string Output, string Input, bool Mean) : GraphNode(Output, [Input]);
