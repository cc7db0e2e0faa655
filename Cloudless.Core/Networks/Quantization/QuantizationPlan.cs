namespace Cloudless.Networks.Quantization;

/// <summary>Which operations of a graph compute with integers, and which values are stored in 8 bits for them.</summary>
internal sealed class QuantizationPlan
{
    private readonly HashSet<string> _results;

    private QuantizationPlan(NetworkGraph graph, HashSet<GraphNode> integer, HashSet<string> results, HashSet<string> values) =>
        (Graph, Integer, _results, Values) = (graph, integer, results, values);

    /// <summary>The graph, factors folded into the convolutions.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Convolutions and sums that compute with integers.</summary>
    public IReadOnlySet<GraphNode> Integer { get; }

    /// <summary>Values stored in 8 bits: each needs a range.</summary>
    public IReadOnlySet<string> Values { get; }

    /// <summary>Whether only the 8-bit form of a value exists, so that whoever takes it takes that.</summary>
    public bool IsResult(string value) => _results.Contains(value);

    /// <summary>Plans a network.</summary>
    /// <exception cref="CloudlessException">The network has no convolution that could compute with integers.</exception>
    public static QuantizationPlan Make(NetworkGraph original, QuantizationOptions options)
    {
        NetworkGraph graph = ScaleFolding.Fold(original);
        ILookup<string, GraphNode> consumers = graph.Nodes.SelectMany(n => n.Inputs, (Node, Value) => (Node, Value))
            .ToLookup(c => c.Value, c => c.Node, StringComparer.Ordinal);
        HashSet<string> outputs = [.. graph.Outputs.Select(o => o.Name)];
        HashSet<GraphNode> integer = new(ReferenceEqualityComparer.Instance);
        HashSet<string> results = new(StringComparer.Ordinal), values = new(StringComparer.Ordinal);

        // A ReLU that alone takes a convolution is the lower end of its 8-bit range.
        string Result(GraphNode node) =>
            consumers[node.Output].ToArray() is [ReluNode relu] && !outputs.Contains(node.Output) ? relu.Output : node.Output;
        void Take(GraphNode node)
        {
            integer.Add(node);
            results.Add(Result(node));
            values.UnionWith([.. node.Inputs, Result(node)]);
        }

        GraphNode[] convolutions = [.. graph.Nodes.Where(n => n is Conv2dNode)];
        GraphNode[] candidates = options.FloatEnds ? [.. convolutions.Skip(1).SkipLast(1)] : convolutions;
        foreach (GraphNode node in candidates.Where(n => !outputs.Contains(Result(n))))
        {
            Take(node);
        }

        if (integer.Count == 0)
        {
            throw new CloudlessException(
                $"The network has {convolutions.Length} convolutions, none of which can compute in 8 bits{(options.FloatEnds ? " as the first and the last stay float32" : "")}. Take a network with residual blocks.");
        }

        foreach (AddNode sum in graph.Nodes.OfType<AddNode>().Where(n => options.IntegerSums && !outputs.Contains(Result(n)) && n.Inputs.All(values.Contains)))
        {
            Take(sum);
        }

        return new QuantizationPlan(graph, integer, results, values);
    }
}
