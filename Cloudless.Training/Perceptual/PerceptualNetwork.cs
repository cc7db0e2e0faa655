using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Training.Perceptual;

/// <summary>What a perceptual loss sees with: the first layers of a <see cref="Vgg16"/> that was trained to tell land cover apart.</summary>
/// <remarks>Immutable by convention: do not write into the graph's parameters. Safe from several threads.</remarks>
public sealed class PerceptualNetwork
{
    private PerceptualNetwork(string name, NetworkGraph features) => (Name, Features) = (name, features);

    /// <summary>What a run says that has no such network.</summary>
    public static string LeftOut => "The perceptual term is left out, for there is no network to see with; 'cloudless train-perceptual' makes one of labeled patches.";

    /// <summary>Name of the model in its card.</summary>
    public string Name { get; }

    /// <summary>The network up to the last of <see cref="Vgg16.PerceptualValues"/>, which are its outputs; input [N,13,H,W], DN.</summary>
    public NetworkGraph Features { get; }

    /// <summary>Reads a file of <c>cloudless train-perceptual</c>.</summary>
    /// <param name="path">ONNX file with a card.</param>
    /// <exception cref="ModelContractException">The file is not there, damaged, or no such network; the message says what it is.</exception>
    public static PerceptualNetwork Load(string path)
    {
        (NetworkGraph graph, ModelCard? card) = OnnxReader.Read(path);
        if (card?.Architecture.Name != ArchitectureCard.Vgg16)
        {
            throw new ModelContractException(
                $"{path}: found {(card is null ? "no card" : $"a network of the family '{card.Architecture.Name}'")}; a perceptual loss sees with a '{ArchitectureCard.Vgg16}' of 13 bands. Make one with 'cloudless train-perceptual'.");
        }

        return Of(graph, card);
    }

    /// <summary>Takes a network that is in memory; its weights are shared, not copied.</summary>
    /// <exception cref="ModelContractException">The network is no <see cref="Vgg16"/>.</exception>
    public static PerceptualNetwork Of(NetworkGraph graph, ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(card);
        string[] missing = [.. Vgg16.PerceptualValues.Except(graph.Nodes.Select(n => n.Output))];
        return missing.Length == 0 && graph.Inputs is [{ Name: Vgg16.InputName }]
            ? new PerceptualNetwork(card.Name, GraphPart.Of(graph, Vgg16.PerceptualValues))
            : throw new ModelContractException($"{card.Name}: the network lacks {(missing.Length == 0 ? $"the input '{Vgg16.InputName}'" : string.Join(", ", missing))}, which every '{ArchitectureCard.Vgg16}' of Cloudless has.");
    }
}
