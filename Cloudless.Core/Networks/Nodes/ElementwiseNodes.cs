namespace Cloudless.Networks;

/// <summary>max(x, 0), element by element.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken.</param>
public sealed record ReluNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>x where it is positive, else x * Slope, element by element.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken.</param>
/// <param name="Slope">Factor on negative values, 0 or more.</param>
public sealed record LeakyReluNode(string Output, string Input, float Slope) : GraphNode(Output, [Input]);

/// <summary>1 / (1 + exp(-x)), element by element.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken.</param>
public sealed record SigmoidNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>The hyperbolic tangent, element by element.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken.</param>
public sealed record TanhNode(string Output, string Input) : GraphNode(Output, [Input]);

/// <summary>ln(1 + exp(x)), element by element: above 0 everywhere, x where that is large.</summary>
/// <param name="Output">Value made, of the input's shape.</param>
/// <param name="Input">Value taken.</param>
public sealed record SoftplusNode(string Output, string Input) : GraphNode(Output, [Input]);

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

/// <summary>A * B, element by element; B has A's shape, or one channel that counts for all of A's, or one number for each channel of an image A.</summary>
/// <param name="Output">Value made, of A's shape.</param>
/// <param name="A">First factor.</param>
/// <param name="B">Second factor.</param>
public sealed record MultiplyNode(string Output, string A, string B) : GraphNode(Output, [A, B]);
