namespace Cloudless.Networks;

/// <summary>
/// A network as data: nodes in execution order, named parameters, inputs and outputs. The one definition that is written as ONNX,
/// executed by inference engines and trained by training engines.
/// </summary>
/// <remarks>Immutable but for the parameters' values. Made by <see cref="NetworkGraphBuilder"/>, checked when made.</remarks>
public sealed class NetworkGraph
{
    private readonly Dictionary<string, Parameter> _parameters;
    private readonly Dictionary<string, ValueShape> _shapes;

    internal NetworkGraph(
        IReadOnlyList<GraphValue> inputs, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphValue> outputs,
        IReadOnlyList<Parameter> parameters, Dictionary<string, ValueShape> shapes)
    {
        (Inputs, Nodes, Outputs, Parameters, _shapes) = (inputs, nodes, outputs, parameters, shapes);
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

    /// <summary>Number of values in the parameters.</summary>
    public long ParameterCount => Parameters.Sum(p => (long)p.Values.Length);

    /// <summary>Pixels that an output pixel sees to each side: the halo that makes a tiled run equal to the whole image. <see cref="int.MaxValue"/> for a network that always sees the whole.</summary>
    public int Halo => ReceptiveField.Radius(this);

    /// <summary>What H and W have to be multiples of, because the network halves them and doubles them again; 1 for most.</summary>
    public int SizeMultiple => 1 << _shapes.Values.Max(s => s.Level);

    /// <summary>The parameter of this name.</summary>
    /// <exception cref="KeyNotFoundException">The graph has no such parameter.</exception>
    public Parameter Parameter(string name) => _parameters[name];

    /// <summary>Number of channels of a value (graph input or node output).</summary>
    /// <exception cref="KeyNotFoundException">The graph has no such value.</exception>
    public int ChannelsOf(string value) => _shapes[value].Channels;

    /// <summary>Kind and channels of a value (graph input or node output).</summary>
    /// <exception cref="KeyNotFoundException">The graph has no such value.</exception>
    public ValueShape ShapeOf(string value) => _shapes[value];
}
