namespace Cloudless.Networks;

/// <summary>One operation of a <see cref="NetworkGraph"/>. Values are float32 [N,C,H,W] with N, H and W free.</summary>
/// <param name="Output">Name of the value the node makes; unique in its graph.</param>
/// <param name="Inputs">Names of the values it takes: graph inputs or outputs of earlier nodes.</param>
public abstract record GraphNode(string Output, IReadOnlyList<string> Inputs);

/// <summary>2-D convolution (cross-correlation) with stride 1 and zero padding that keeps H and W.</summary>
/// <param name="Output">Value made, [N,Cout,H,W].</param>
/// <param name="Input">Value taken, [N,Cin,H,W].</param>
/// <param name="Weight">Parameter [Cout,Cin,K,K] with odd K.</param>
/// <param name="Bias">Parameter [Cout].</param>
public sealed record Conv2dNode(string Output, string Input, string Weight, string Bias) : GraphNode(Output, [Input]);

/// <summary>max(x, 0), element by element.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken.</param>
public sealed record ReluNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>x * Factor, element by element: the residual scale of DSen2-CR.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken.</param>
/// <param name="Factor">The factor, fixed, not trained.</param>
public sealed record ScaleNode(string Output, string Input, float Factor) : GraphNode(Output, [Input]);

/// <summary>A + B, element by element; both of one shape.</summary>
/// <param name="Output">Value made.</param>
/// <param name="A">First summand.</param>
/// <param name="B">Second summand.</param>
public sealed record AddNode(string Output, string A, string B) : GraphNode(Output, [A, B]);

/// <summary>min(max(x, Minimum[c]), Maximum[c]) in channel c: the clip to the papers' value ranges.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
/// <param name="Minimum">Lower bound for each of the C channels.</param>
/// <param name="Maximum">Upper bound for each of the C channels.</param>
public sealed record ClampNode(string Output, string Input, IReadOnlyList<float> Minimum, IReadOnlyList<float> Maximum)
    : GraphNode(Output, [Input]);

/// <summary>x * Scale[c] + Shift[c] in channel c: units to network values and back.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
/// <param name="Scale">Factor for each of the C channels, fixed, not trained.</param>
/// <param name="Shift">Summand for each of the C channels, fixed, not trained.</param>
public sealed record AffineNode(string Output, string Input, IReadOnlyList<float> Scale, IReadOnlyList<float> Shift)
    : GraphNode(Output, [Input]);

/// <summary>Channels [First, First+Count) of the input.</summary>
/// <param name="Output">Value made, [N,Count,H,W].</param>
/// <param name="Input">Value taken, [N,C,H,W].</param>
/// <param name="First">First channel taken.</param>
/// <param name="Count">Number of channels taken.</param>
public sealed record SliceChannelsNode(string Output, string Input, int First, int Count) : GraphNode(Output, [Input]);
