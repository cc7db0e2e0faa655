using Cloudless.Networks;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>
/// A <see cref="NetworkGraph"/> as a module of TorchSharp: the same nodes, the same parameters. Convolutions may be computed in a type of 16 bits, and so are ReLU and scale after them;
/// sums, clips and units are float32 always, so that a trunk of many blocks is not rounded in each of them.
/// </summary>
/// <remarks>TorchSharp has no autocast, so the types are cast here. The gradients of casts are casts.</remarks>
internal sealed class GraphModule : nn.Module<Tensor, Tensor>
{
    private readonly NetworkGraph _graph;
    private readonly Dictionary<string, TorchParameter> _parameterOf = new(StringComparer.Ordinal);
    private readonly Dictionary<GraphNode, (Tensor First, Tensor Second)> _constants = [];
    private readonly Dictionary<string, int> _lastUse = new(StringComparer.Ordinal);
    private readonly ScalarType _type;

    /// <summary>Makes the module with the graph's weights.</summary>
    /// <param name="graph">One input, one output.</param>
    /// <param name="device">Where everything lies.</param>
    /// <param name="type">What convolutions are computed in.</param>
    public GraphModule(NetworkGraph graph, Device device, ScalarType type)
        : base(nameof(GraphModule))
    {
        (_graph, _type) = (graph, type);
        foreach (Parameter parameter in graph.Parameters)
        {
            var weights = new TorchParameter(TorchArrays.ToTensor(parameter.Values, device, [.. parameter.Shape.Select(s => (long)s)]), true);

            // As in PyTorch, a dot in a name would mean a module in a module.
            register_parameter(parameter.Name.Replace('.', '_'), weights);
            _parameterOf[parameter.Name] = weights;
        }

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            switch (graph.Nodes[i])
            {
                case ClampNode clamp: _constants[clamp] = (ByChannel(clamp.Minimum), ByChannel(clamp.Maximum)); break;
                case AffineNode affine: _constants[affine] = (ByChannel(affine.Scale), ByChannel(affine.Shift)); break;
            }

            foreach (string value in graph.Nodes[i].Inputs)
            {
                _lastUse[value] = i;
            }
        }

        Tensor ByChannel(IReadOnlyList<float> values) => TorchArrays.ToTensor([.. values], device, 1, values.Count, 1, 1);
    }

    /// <summary>The parameters in the graph's order.</summary>
    public IReadOnlyList<Tensor> Weights => [.. _graph.Parameters.Select(p => _parameterOf[p.Name])];

    /// <summary>Runs the graph.</summary>
    /// <param name="input">[N,C,H,W], float32, on the module's device.</param>
    /// <returns>The output, float32; the caller's to dispose.</returns>
    public override Tensor forward(Tensor input)
    {
        var values = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [_graph.Inputs[0].Name] = input };
        string output = _graph.Outputs[0].Name;
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            GraphNode node = _graph.Nodes[i];
            values[node.Output] = Apply(node, values);

            // What the way back needs, it holds itself; the rest would fill the device.
            foreach (string done in node.Inputs.Distinct().Where(v => _lastUse[v] == i && v != output && v != _graph.Inputs[0].Name))
            {
                values[done].Dispose();
            }
        }

        using (values[output])
        {
            return values[output].to_type(ScalarType.Float32).alias();
        }
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

    private Tensor Apply(GraphNode node, Dictionary<string, Tensor> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = values[node.Inputs[0]];
        Tensor result = node switch
        {
            Conv2dNode conv => Convolve(conv, x),
            ReluNode => x.relu(),
            ScaleNode scale => x.mul(scale.Factor),
            AddNode add => Wide(x).add(Wide(values[add.B])),
            ClampNode => Wide(x).clamp(_constants[node].First, _constants[node].Second),
            AffineNode => Wide(x).mul(_constants[node].First).add(_constants[node].Second),
            SliceChannelsNode slice => x.narrow(1, slice.First, slice.Count),
            _ => throw new NotSupportedException($"The TorchSharp engine does not know the node {node.GetType().Name}."),
        };
        return result.MoveToOuterDisposeScope();
    }

    private Tensor Convolve(Conv2dNode node, Tensor x)
    {
        TorchParameter weight = _parameterOf[node.Weight], bias = _parameterOf[node.Bias];
        long padding = weight.shape[2] / 2;
        long[] one = [1, 1], border = [padding, padding];

        // By position: the names of the arguments differ between versions of TorchSharp.
        return nn.functional.conv2d(Typed(x), Typed(weight), Typed(bias), one, border, one, 1);
    }

    private Tensor Typed(Tensor x) => x.dtype == _type ? x : x.to_type(_type);

    private static Tensor Wide(Tensor x) => x.dtype == ScalarType.Float32 ? x : x.to_type(ScalarType.Float32);
}
