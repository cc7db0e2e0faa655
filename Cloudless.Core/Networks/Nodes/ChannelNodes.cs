namespace Cloudless.Networks;

/// <summary>min(max(x, Minimum[c]), Maximum[c]) in channel c: the clip to the papers' value ranges.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken, an image or a sequence of C channels.</param>
/// <param name="Minimum">Lower bound for each of the C channels.</param>
/// <param name="Maximum">Upper bound for each of the C channels.</param>
public sealed record ClampNode(string Output, string Input, IReadOnlyList<float> Minimum, IReadOnlyList<float> Maximum)
    : GraphNode(Output, [Input]);

/// <summary>x * Scale[c] + Shift[c] in channel c: units to network values and back.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken, an image or a sequence of C channels.</param>
/// <param name="Scale">Factor for each of the C channels, fixed, not trained.</param>
/// <param name="Shift">Summand for each of the C channels, fixed, not trained.</param>
public sealed record AffineNode(string Output, string Input, IReadOnlyList<float> Scale, IReadOnlyList<float> Shift)
    : GraphNode(Output, [Input]);

/// <summary>Channels [First, First+Count) of the input.</summary>
/// <param name="Output">Value made, of the input's kind with Count channels.</param>
/// <param name="Input">Value taken, an image or a sequence.</param>
/// <param name="First">First channel taken.</param>
/// <param name="Count">Number of channels taken.</param>
public sealed record SliceChannelsNode(string Output, string Input, int First, int Count) : GraphNode(Output, [Input]);

/// <summary>The channels of A, then those of B.</summary>
/// <param name="Output">Value made, of the inputs' kind with the sum of their channels.</param>
/// <param name="A">First channels, an image or a sequence.</param>
/// <param name="B">Last channels, of A's kind and size.</param>
public sealed record ConcatNode(string Output, string A, string B) : GraphNode(Output, [A, B]);
