using System.Text;
using Cloudless.Networks.Onnx;

namespace Cloudless.Networks.LightGbm;

/// <summary>A binary classifier of LightGBM, read from the text format that LightGBM saves (<c>Booster.save_model</c>).</summary>
/// <remarks>
/// Read are numerical splits with every rule for missing values; categorical splits, linear trees, several classes and other objectives are refused. Written
/// from the format (LightGBM, MIT; versions v2 to v4 of the text), tested against LightGBM 4.1's own predictions. Immutable and thread-safe.
/// </remarks>
public sealed class LightGbmModel
{
    // Published cloud detectors have a few megabytes; the trees take some times the text's size in memory.
    private const long MaximumBytes = 128L << 20;

    internal LightGbmModel(string source, string sha256, int featureCount, IReadOnlyList<string> featureNames, double slope, bool average, IReadOnlyList<LightGbmTree> trees)
    {
        (Source, Sha256, FeatureCount, FeatureNames) = (source, sha256, featureCount, featureNames);
        (Slope, Average, Trees) = (slope, average, trees);
    }

    /// <summary>The file, for messages.</summary>
    public string Source { get; }

    /// <summary>SHA-256 of the file as lowercase hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Number of features of a sample.</summary>
    public int FeatureCount { get; }

    /// <summary>Names of the features as the file has them; often Column_0, Column_1, …</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => Trees.Count;

    /// <summary>Factor of the raw sum in the sigmoid.</summary>
    internal double Slope { get; }

    /// <summary>Whether the raw sum is divided by the number of trees (random forests).</summary>
    internal bool Average { get; }

    /// <summary>The trees, checked.</summary>
    internal IReadOnlyList<LightGbmTree> Trees { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A model in LightGBM's text format.</param>
    /// <exception cref="ModelContractException">The file is missing, too large, damaged, or a model of a kind that is not read; the message says what was found.</exception>
    public static LightGbmModel Load(string path) => Parse(ModelFile.Read(path, MaximumBytes, "a LightGBM text model"), path);

    /// <summary>Reads the bytes of such a file.</summary>
    /// <param name="bytes">UTF-8 text.</param>
    /// <param name="source">What to call it in messages.</param>
    /// <exception cref="ModelContractException">As for a file.</exception>
    public static LightGbmModel Parse(byte[] bytes, string source)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(source);
        return LightGbmReader.Read(Encoding.UTF8.GetString(bytes), source, ModelFile.Sha256(bytes));
    }

    /// <summary>Probability of the positive class from the sum of the leaves, as LightGBM's binary objective gives it.</summary>
    internal double Probability(double sum) => 1 / (1 + Math.Exp(-Slope * (Average ? sum / Trees.Count : sum)));
}
