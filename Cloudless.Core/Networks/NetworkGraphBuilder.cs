namespace Cloudless.Networks;

/// <summary>Builds a <see cref="NetworkGraph"/> node by node; every method checks names, kinds and channel counts and returns the new value's name.</summary>
/// <remarks>Not thread-safe; use one builder for one graph.</remarks>
public sealed partial class NetworkGraphBuilder
{
    private readonly List<GraphValue> _inputs = [];
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphValue> _outputs = [];
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, ValueShape> _shapes = new(StringComparer.Ordinal);

    /// <summary>Declares an input of images [N,<paramref name="channels"/>,H,W] or of series [N,T,<paramref name="channels"/>,H,W].</summary>
    public string Input(string name, int channels, ValueKind kind = ValueKind.Image)
    {
        if (kind is not (ValueKind.Image or ValueKind.Series))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "A graph takes images or series.");
        }

        var shape = new ValueShape(kind, channels);
        Define(name, shape);
        _inputs.Add(new GraphValue(name, shape));
        return name;
    }

    /// <summary>Declares a value as an output: images, series or vectors.</summary>
    public void Output(string value)
    {
        ValueShape shape = ShapeOf(value);
        if (shape.Kind == ValueKind.Sequence)
        {
            throw new ArgumentException($"'{value}' is {shape}; swap dates and channels before it goes out.", nameof(value));
        }

        _outputs.Add(new GraphValue(value, shape));
    }

    /// <summary>Makes the graph.</summary>
    /// <exception cref="InvalidOperationException">No input or no output was declared.</exception>
    public NetworkGraph Build()
    {
        if (_inputs.Count == 0 || _outputs.Count == 0)
        {
            throw new InvalidOperationException($"A graph needs an input and an output; this one has {_inputs.Count} and {_outputs.Count}.");
        }

        return new NetworkGraph([.. _inputs], [.. _nodes], [.. _outputs], [.. _parameters], new(_shapes, StringComparer.Ordinal));
    }

    /// <summary>Adds a node of another graph that has no parameters, with the shape it has there.</summary>
    internal void Copy(GraphNode node, ValueShape shape)
    {
        foreach (string input in node.Inputs)
        {
            ShapeOf(input);
        }

        Add(node, shape);
    }

    /// <summary>Whether the graph has a value of this name so far.</summary>
    internal bool Has(string value) => _shapes.ContainsKey(value);

    /// <summary>What is known of a value.</summary>
    /// <exception cref="ArgumentException">The graph has no such value.</exception>
    internal ValueShape ShapeOf(string value) => _shapes.TryGetValue(value, out ValueShape shape)
        ? shape
        : throw new ArgumentException($"The graph has no value '{value}'; declare inputs and nodes before they are used.", nameof(value));

    private string Add(GraphNode node, ValueShape shape)
    {
        Define(node.Output, shape);
        _nodes.Add(node);
        return node.Output;
    }

    private void Define(string name, ValueShape shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1);
        if (!_shapes.TryAdd(name, shape))
        {
            throw new ArgumentException($"The graph already has a value '{name}'.", nameof(name));
        }
    }

    // Of a series the second size is T, so that nothing that works channel by channel can take it.
    private ValueShape ByChannel(string node, string input) => ShapeOf(input) is { Kind: not ValueKind.Series } shape
        ? shape
        : throw WrongKind(node, input, "images, or a sequence with channels before dates");

    private ValueShape Require(string node, string input, ValueKind kind, string expected) => ShapeOf(input) is var shape && shape.Kind == kind
        ? shape
        : throw WrongKind(node, input, expected);

    private ArgumentException WrongKind(string node, string input, string expected) =>
        new($"Node '{node}' was given '{input}' of the shape {ShapeOf(input)}; it takes {expected}.", nameof(input));

    private static void RequireChannels(string node, int found, int expected)
    {
        if (found != expected)
        {
            throw new ArgumentException($"Node '{node}' was given {found} channels where {expected} are needed.", nameof(node));
        }
    }

    private ValueShape RequireSameSize(string node, string a, string b)
    {
        ValueShape first = ByChannel(node, a), second = ShapeOf(b);
        return first.Kind == second.Kind && first.Level == second.Level
            ? first
            : throw new ArgumentException($"Node '{node}' was given '{a}' of the shape {first} and '{b}' of the shape {second}; both must have one kind and size.", nameof(b));
    }
}
