using Cloudless.Networks;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>
/// A <see cref="NetworkGraph"/> as a module of TorchSharp: the same nodes, the same parameters. Convolutions may be computed in a type of 16 bits, and so are ReLU and scale after them;
/// sums, clips and units are float32 always, so that a trunk of many blocks is not rounded in each of them.
/// </summary>
/// <remarks>TorchSharp has no autocast, so the types are cast here. The gradients of casts are casts. What a node is, <see cref="TorchNodes"/> says.</remarks>
internal sealed class GraphModule : nn.Module<Tensor, Tensor>
{
    private readonly NetworkGraph _graph;
    private readonly Dictionary<string, TorchParameter> _parameterOf = new(StringComparer.Ordinal);
    private readonly Dictionary<GraphNode, (Tensor First, Tensor Second)> _constants = [];
    private readonly Dictionary<string, int> _lastUse = new(StringComparer.Ordinal);
    private readonly ScalarType _type;

    /// <summary>Makes the module with the graph's weights.</summary>
    /// <param name="graph">One input.</param>
    /// <param name="device">Where everything lies.</param>
    /// <param name="type">What convolutions are computed in.</param>
    public GraphModule(NetworkGraph graph, Device device, ScalarType type)
        : base(nameof(GraphModule))
    {
        (_graph, _type) = (graph, type);
        foreach (Parameter parameter in graph.Parameters)
        {
            var weights = new TorchParameter(TorchArrays.ToTensor(parameter.Values, device, [.. parameter.Shape.Select(s => (long)s)]), parameter.Trained);

            // As in PyTorch, a dot in a name would mean a module in a module.
            register_parameter(parameter.Name.Replace('.', '_'), weights);
            _parameterOf[parameter.Name] = weights;
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            GraphNode node = graph.Nodes[i];
            switch (node)
            {
                case ClampNode clamp: _constants[clamp] = (ByChannel(node, clamp.Minimum), ByChannel(node, clamp.Maximum)); break;
                case AffineNode affine: _constants[affine] = (ByChannel(node, affine.Scale), ByChannel(node, affine.Shift)); break;
            }

            foreach (string value in node.Inputs)
            {
                _lastUse[value] = i;
            }
        }

        foreach (string kept in graph.Inputs.Concat(graph.Outputs).Select(v => v.Name))
        {
            _lastUse.Remove(kept);
        }

        Tensor ByChannel(GraphNode node, IReadOnlyList<float> values) => TorchArrays.ToTensor(
            [.. values], device, graph.ShapeOf(node.Output).Kind == ValueKind.Sequence ? [1, values.Count, 1, 1, 1] : [1, values.Count, 1, 1]);
    }

    /// <summary>The parameters in the graph's order.</summary>
    public IReadOnlyList<Tensor> Weights => [.. _graph.Parameters.Select(p => _parameterOf[p.Name])];

    /// <summary>A parameter of the graph.</summary>
    public Tensor this[string parameter] => _parameterOf[parameter];

    /// <summary>A node's numbers for each channel.</summary>
    public (Tensor First, Tensor Second) Constants(GraphNode node) => _constants[node];

    /// <summary>A tensor in the type of the convolutions.</summary>
    public Tensor Typed(Tensor x) => x.dtype == _type ? x : x.to_type(_type);

    /// <summary>Runs the graph.</summary>
    /// <param name="input">Of the shape of the graph's input, float32, on the module's device.</param>
    /// <returns>The first output, float32; the caller's to dispose.</returns>
    public override Tensor forward(Tensor input)
    {
        IReadOnlyList<Tensor> outputs = Outputs(input);
        foreach (Tensor other in outputs.Skip(1))
        {
            other.Dispose();
        }

        return outputs[0];
    }

    /// <summary>Runs the graph for all its outputs.</summary>
    /// <param name="input">As for <see cref="forward"/>.</param>
    /// <returns>The outputs in the graph's order, float32; the caller's to dispose.</returns>
    public IReadOnlyList<Tensor> Outputs(Tensor input)
    {
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [_graph.Inputs[0].Name] = input };
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            GraphNode node = _graph.Nodes[i];
            using (NewDisposeScope())
            {
                values[node.Output] = TorchNodes.Apply(node, this, values).MoveToOuterDisposeScope();
            }

            // What the way back needs, it holds itself; the rest would fill the device.
            foreach (string done in node.Inputs.Distinct().Where(v => _lastUse.TryGetValue(v, out int last) && last == i))
            {
                values[done].Dispose();
            }
        }

        return [.. _graph.Outputs.Select(o =>
        {
            using Tensor value = values[o.Name];
            return value.to_type(ScalarType.Float32).alias();
        })];
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach ((Tensor first, Tensor second) in _constants.Values)
            {
                first.Dispose();
                second.Dispose();
            }
        }

        base.Dispose(disposing);
    }
}
