namespace Cloudless.Networks;

/// <summary>Builds a <see cref="NetworkGraph"/> node by node; every method checks names and channel counts and returns the new value's name.</summary>
/// <remarks>Not thread-safe; use one builder for one graph.</remarks>
public sealed class NetworkGraphBuilder
{
    private readonly List<GraphValue> _inputs = [];
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphValue> _outputs = [];
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, int> _channels = new(StringComparer.Ordinal);

    /// <summary>Declares an input [N,<paramref name="channels"/>,H,W].</summary>
    public string Input(string name, int channels)
    {
        Define(name, channels);
        _inputs.Add(new GraphValue(name, channels));
        return name;
    }

    /// <summary>Adds a square same-padded convolution with parameters <c>name.weight</c> [Cout,Cin,K,K] and <c>name.bias</c> [Cout].</summary>
    public string Conv2d(string name, string input, int outputChannels, int kernel = 3)
    {
        if (kernel < 1 || kernel % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "Same padding needs an odd kernel size of at least 1.");
        }

        return Conv2d(name, input,
            new Parameter(name + ".weight", outputChannels, ChannelsOf(input), kernel, kernel), new Parameter(name + ".bias", outputChannels));
    }

    /// <summary>Adds <see cref="ReluNode"/>.</summary>
    public string Relu(string name, string input) => Add(new ReluNode(name, input), ChannelsOf(input));

    /// <summary>Adds <see cref="ScaleNode"/>.</summary>
    public string Scale(string name, string input, float factor) => Add(new ScaleNode(name, input, factor), ChannelsOf(input));

    /// <summary>Adds <see cref="AddNode"/>; both values must have the same number of channels.</summary>
    public string Add(string name, string a, string b)
    {
        RequireChannels(name, ChannelsOf(b), ChannelsOf(a));
        return Add(new AddNode(name, a, b), ChannelsOf(a));
    }

    /// <summary>Adds <see cref="ClampNode"/>; one bound of each kind for every channel.</summary>
    public string Clamp(string name, string input, IReadOnlyList<float> minimum, IReadOnlyList<float> maximum)
    {
        RequireChannels(name, minimum.Count, ChannelsOf(input));
        RequireChannels(name, maximum.Count, ChannelsOf(input));
        return Add(new ClampNode(name, input, [.. minimum], [.. maximum]), ChannelsOf(input));
    }

    /// <summary>Adds <see cref="AffineNode"/>; one factor and one summand for every channel.</summary>
    public string Affine(string name, string input, IReadOnlyList<float> scale, IReadOnlyList<float> shift)
    {
        RequireChannels(name, scale.Count, ChannelsOf(input));
        RequireChannels(name, shift.Count, ChannelsOf(input));
        return Add(new AffineNode(name, input, [.. scale], [.. shift]), ChannelsOf(input));
    }

    /// <summary>Adds <see cref="SliceChannelsNode"/>.</summary>
    public string SliceChannels(string name, string input, int first, int count)
    {
        if (first < 0 || count < 1 || first + count > ChannelsOf(input))
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                $"Node '{name}' takes channels {first}..{first + count - 1} of '{input}', which has {ChannelsOf(input)}.");
        }

        return Add(new SliceChannelsNode(name, input, first, count), count);
    }

    /// <summary>Declares a value as an output.</summary>
    public void Output(string value) => _outputs.Add(new GraphValue(value, ChannelsOf(value)));

    /// <summary>Makes the graph.</summary>
    /// <exception cref="InvalidOperationException">No input or no output was declared.</exception>
    public NetworkGraph Build()
    {
        if (_inputs.Count == 0 || _outputs.Count == 0)
        {
            throw new InvalidOperationException($"A graph needs an input and an output; this one has {_inputs.Count} and {_outputs.Count}.");
        }

        return new NetworkGraph([.. _inputs], [.. _nodes], [.. _outputs], [.. _parameters], new(_channels, StringComparer.Ordinal));
    }

    /// <summary>Adds a convolution over parameters that exist already, e.g. read from a file.</summary>
    internal string Conv2d(string name, string input, Parameter weight, Parameter bias)
    {
        RequireChannels(name, weight.Shape[1], ChannelsOf(input));
        RequireChannels(name, bias.Shape[0], weight.Shape[0]);
        _parameters.Add(weight);
        _parameters.Add(bias);
        return Add(new Conv2dNode(name, input, weight.Name, bias.Name), weight.Shape[0]);
    }

    /// <summary>Adds a node of another graph that has no parameters, with the channels it has there.</summary>
    internal void Copy(GraphNode node, int channels)
    {
        foreach (string input in node.Inputs)
        {
            ChannelsOf(input);
        }

        Add(node, channels);
    }

    private string Add(GraphNode node, int channels)
    {
        Define(node.Output, channels);
        _nodes.Add(node);
        return node.Output;
    }

    private void Define(string name, int channels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!_channels.TryAdd(name, channels))
        {
            throw new ArgumentException($"The graph already has a value '{name}'.", nameof(name));
        }
    }

    private int ChannelsOf(string value) => _channels.TryGetValue(value, out int channels)
        ? channels
        : throw new ArgumentException($"The graph has no value '{value}'; declare inputs and nodes before they are used.", nameof(value));

    private static void RequireChannels(string node, int found, int expected)
    {
        if (found != expected)
        {
            throw new ArgumentException($"Node '{node}' was given {found} channels where {expected} are needed.", nameof(node));
        }
    }
}
