using Cloudless.Imagery;
using Cloudless.Networks.Onnx.Schema;
using Cloudless.Rasters;

namespace Cloudless.Networks.Onnx;

/// <summary>A model file that holds the model contract: its bytes, its card, and its graph where that can be read.</summary>
/// <remarks>Immutable by convention: do not write into <see cref="Bytes"/> or the graph's parameters. Safe from several threads.</remarks>
public sealed class CloudRemovalModel
{
    private readonly ModelContents _contents;

    private CloudRemovalModel(ModelContents contents) => _contents = contents;

    /// <summary>Path of the file, or the name of the embedded model.</summary>
    public string Source => _contents.Source;

    /// <summary>The file's bytes.</summary>
    public byte[] Bytes => _contents.Bytes;

    /// <summary>SHA-256 of <see cref="Bytes"/>, 64 lowercase hexadecimal digits.</summary>
    public string Sha256 => _contents.Sha256;

    /// <summary>What the file says about itself.</summary>
    public ModelCard Card => _contents.Card;

    /// <summary>The network with its weights; null where the file has an operation that this version cannot read, so that only ONNX Runtime can run it.</summary>
    public NetworkGraph? Graph => _contents.Graph;

    /// <summary>Which operation kept the graph from being read; null where <see cref="Graph"/> is there.</summary>
    public string? GraphUnreadable => _contents.GraphUnreadable;

    /// <summary>Whether the model tells how sure it is: it has the output <c>variance</c>, [N,13,H,W] in squared DN.</summary>
    public bool HasVariance => _contents.HasVariance;

    /// <summary>Whether the model takes VV and VH after the 13 bands.</summary>
    public bool Sar => Card.Architecture.Sar;

    /// <summary>Whether the model can do nothing without VV and VH: it takes them, and its card names nothing that stands for missing ones.</summary>
    public bool RequiresSar => Sar && Card.Channels.Skip(Sentinel2Band.Count).Any(c => c.MissingFill is null);

    /// <summary>Loads a model file.</summary>
    /// <exception cref="ModelContractException">The file is not there, not ONNX, damaged, or breaks the model contract.</exception>
    public static CloudRemovalModel Load(string path) => Parse(ModelFile.Read(path), path);

    /// <summary>Takes a model file that is in memory, e.g. one kept inside of another file.</summary>
    /// <param name="bytes">The file's bytes; kept, so do not write into them.</param>
    /// <param name="source">What errors and reports call it.</param>
    /// <exception cref="ModelContractException">The bytes are not ONNX, damaged, or break the model contract.</exception>
    public static CloudRemovalModel Load(byte[] bytes, string source)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentException.ThrowIfNullOrEmpty(source);
        return Parse(bytes, source);
    }

    /// <summary>Loads the default model that comes with Cloudless; it serves images with SAR and without, with B10 and without.</summary>
    /// <exception cref="ModelContractException">This build of Cloudless.Core carries no default model.</exception>
    public static CloudRemovalModel LoadDefault()
    {
        const string File = "cloudless-default.onnx";
        return Parse(EmbeddedModels.Read(File), File);
    }

    /// <summary>Makes a model of a network, as if it had been written and loaded; later changes of the graph's parameters do not touch it.</summary>
    /// <exception cref="ModelContractException">The network or the card breaks the model contract.</exception>
    public static CloudRemovalModel Create(NetworkGraph graph, ModelCard card) => Parse(OnnxWriter.ToBytes(graph, card), card.Name);

    /// <summary>Makes a model of an ONNX graph.</summary>
    /// <exception cref="ModelContractException">The graph or the card breaks the model contract.</exception>
    internal static CloudRemovalModel Create(GraphProto graph, ModelCard card) => Parse(OnnxWriter.ToBytes(graph, (ModelCard.MetadataKey, card.ToJson())), card.Name);

    /// <summary>Refuses a model that does not tell how sure it is.</summary>
    internal void RequireVariance()
    {
        if (!HasVariance)
        {
            throw new ModelContractException(
                $"{Source}: the model has no output '{UnCRtainTS.VarianceName}', so it cannot tell how sure it is. Leave the uncertainty out, or take a model that was trained for it (cloudless train --network {ArchitectureCard.UnCRtainTS}).");
        }
    }

    /// <summary>Writes the model's bytes into a file, whole or not at all.</summary>
    /// <param name="path">File to make.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="OutputExistsException">The file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public void Save(string path, bool overwrite = false) => AtomicFile.WriteAllBytes(path, Bytes, overwrite);

    private static CloudRemovalModel Parse(byte[] bytes, string source) => new(ModelContents.Parse(bytes, source, ModelContract.Check));
}
