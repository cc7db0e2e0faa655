using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Training.Downstream;

/// <summary>
/// A land-cover classifier by 68 features of a patch, fitted to a table of features (as of EuroSAT) when it is loaded. It has no feature maps, so nothing can be said about where it looks, and it sees
/// no arrangement of pixels: blur shows only in their deviations.
/// </summary>
/// <remarks>The same table gives the same bits. Safe from several threads.</remarks>
public sealed class FeatureClassifier : IPatchScorer
{
    private const ulong Seed = 1;

    private readonly SoftmaxRegression _regression;

    private FeatureClassifier(string name, string sha256, IReadOnlyList<string> classes, SoftmaxRegression regression, double? accuracy) =>
        (Name, Sha256, Classes, _regression, TestAccuracy) = (name, sha256, classes, regression, accuracy);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string? Sha256 { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Sentinel2Band> Bands => PatchFeatures.Bands;

    /// <inheritdoc/>
    public int? Side => null;

    /// <summary>Share of the rows of the test table told right; null without one.</summary>
    public double? TestAccuracy { get; }

    /// <summary>Fits the table of a folder.</summary>
    /// <param name="folder">With <c>*_train.npz</c> (arrays X [n,68] and y [n]), <c>manifest_train.csv</c> (columns class_name and label), and perhaps <c>*_test.npz</c>.</param>
    /// <exception cref="CloudlessException">A file is missing or does not fit.</exception>
    public static FeatureClassifier Load(string folder)
    {
        string[] train = Directory.Exists(folder) ? Directory.GetFiles(folder, "*_train.npz") : [];
        string manifest = Path.Combine(folder, "manifest_train.csv");
        if (train.Length != 1 || !File.Exists(manifest))
        {
            throw new CloudlessException($"{folder}: found {train.Length} files *_train.npz and {(File.Exists(manifest) ? "a" : "no")} manifest_train.csv; a table of features needs one of each. A network is given by its ONNX file.");
        }

        Dictionary<int, string> names = CsvTable.Read(manifest, ["class_name", "label"]).Rows.Select(r => (r[0], Label: int.TryParse(r[1], out int label) ? label : -1))
            .Distinct().ToDictionary(r => r.Label, r => r.Item1);
        string[] classes = [.. Enumerable.Range(0, names.Count).Select(k => names.GetValueOrDefault(k) ?? throw new CloudlessException($"{manifest}: found the labels {string.Join(", ", names.Keys.Order())}; they must count from 0 without a gap."))];
        SoftmaxRegression regression = SoftmaxRegression.Fit(FeatureTable.Read(train[0], classes.Length), classes.Length, Seed);
        string test = train[0].Replace("_train.npz", "_test.npz", StringComparison.Ordinal);
        return new FeatureClassifier(
            $"linear on features of {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}", ModelFile.Sha256(File.ReadAllBytes(train[0])), classes, regression,
            File.Exists(test) ? regression.Accuracy(FeatureTable.Read(test, classes.Length)) : null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ScoredPatch> Score(IReadOnlyList<Raster<float>> patches)
    {
        ArgumentNullException.ThrowIfNull(patches);
        foreach (Raster<float> patch in patches)
        {
            PatchInput.RequireFit(patch, null, Name);
        }

        return [.. patches.Select(p => new ScoredPatch(_regression.Logits(PatchFeatures.Of(p))))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
