namespace Cloudless.Networks;

/// <summary>
/// A network as data: nodes in execution order, named parameters, inputs and outputs. The one definition that is written as ONNX,
/// executed by inference engines and trained by training engines.
/// </summary>
/// <remarks>Immutable but for the parameters' values. Made by <see cref="NetworkGraphBuilder"/>, checked when made.</remarks>
public sealed class NetworkGraph
{
    private readonly Dictionary<string, Parameter> _parameters;
    private readonly Dictionary<string, int> _channels;

    internal NetworkGraph(
        IReadOnlyList<GraphValue> inputs, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphValue> outputs,
        IReadOnlyList<Parameter> parameters, Dictionary<string, int> channels)
    {
        (Inputs, Nodes, Outputs, Parameters, _channels) = (inputs, nodes, outputs, parameters, channels);
        _parameters = parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
    }

    /// <summary>Inputs in order.</summary>
    public IReadOnlyList<GraphValue> Inputs { get; }

    /// <summary>Nodes in an order in which each comes after those it takes values from.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Outputs in order.</summary>
    public IReadOnlyList<GraphValue> Outputs { get; }

    /// <summary>Parameters in order of first use.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Number of trained values.</summary>
    public long ParameterCount => Parameters.Sum(p => (long)p.Values.Length);

    /// <summary>Pixels that an output pixel sees to each side: the halo that makes a tiled run equal to the whole image.</summary>
    public int Halo => ReceptiveField.Radius(this);

    /// <summary>The parameter of this name.</summary>
    /// <exception cref="KeyNotFoundException">The graph has no such parameter.</exception>
    public Parameter Parameter(string name) => _parameters[name];

    /// <summary>Number of channels of a value (graph input or node output).</summary>
    /// <exception cref="KeyNotFoundException">The graph has no such value.</exception>
    public int ChannelsOf(string value) => _channels[value];
}
