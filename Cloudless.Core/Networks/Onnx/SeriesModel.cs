using Cloudless.Rasters;

namespace Cloudless.Networks.Onnx;

/// <summary>A model file that makes one clear image of a series: its bytes, its card and its graph.</summary>
/// <remarks>
/// The contract is that of <see cref="CloudRemovalModel"/> but for the input, <c>sar_optical</c> float32 [N,T,15,H,W] (13 without SAR) with T free too, and the dates in the card. Immutable
/// by convention. Safe from several threads.
/// </remarks>
public sealed class SeriesModel
{
    private readonly ModelContents _contents;

    private SeriesModel(ModelContents contents) => _contents = contents;

    /// <summary>Path of the file, or the model's name.</summary>
    public string Source => _contents.Source;

    /// <summary>The file's bytes.</summary>
    public byte[] Bytes => _contents.Bytes;

    /// <summary>SHA-256 of <see cref="Bytes"/>, 64 lowercase hexadecimal digits.</summary>
    public string Sha256 => _contents.Sha256;

    /// <summary>What the file says about itself; <see cref="ModelCard.Series"/> is there.</summary>
    public ModelCard Card => _contents.Card;

    /// <summary>The network with its weights; null where the file has an operation that this version cannot read, so that it can be run but not trained on.</summary>
    public NetworkGraph? Graph => _contents.Graph;

    /// <summary>Loads a model file.</summary>
    /// <exception cref="ModelContractException">The file is not there, not ONNX, damaged, or breaks the contract.</exception>
    public static SeriesModel Load(string path) => Parse(ModelFile.Read(path), path);

    /// <summary>Loads the default model of series that comes with Cloudless: 3 to 5 dates, Level-1C, with SAR and without.</summary>
    /// <exception cref="ModelContractException">This build of Cloudless.Core carries no default model.</exception>
    public static SeriesModel LoadDefault()
    {
        const string File = "cloudless-series.onnx";
        return Parse(EmbeddedModels.Read(File), File);
    }

    /// <summary>Makes a model of a network, as if it had been written and loaded.</summary>
    /// <exception cref="ModelContractException">The network or the card breaks the contract.</exception>
    public static SeriesModel Create(NetworkGraph graph, ModelCard card) => Parse(OnnxWriter.ToBytes(graph, card), card.Name);

    /// <summary>Writes the model's bytes into a file, whole or not at all.</summary>
    /// <param name="path">File to make.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="OutputExistsException">The file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public void Save(string path, bool overwrite = false) => AtomicFile.WriteAllBytes(path, Bytes, overwrite);

    private static SeriesModel Parse(byte[] bytes, string source) => new(ModelContents.Parse(bytes, source, ModelContract.CheckSeries));
}
