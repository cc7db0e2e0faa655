namespace Cloudless.Training.Downstream;

/// <summary>Patches as rows of features with their classes.</summary>
/// <param name="Rows">[n,F], row after row.</param>
/// <param name="Labels">[n], indices of classes.</param>
/// <param name="Features">F.</param>
internal sealed record FeatureTable(double[] Rows, int[] Labels, int Features)
{
    /// <summary>Patches.</summary>
    public int Count => Labels.Length;

    /// <summary>Features of a patch.</summary>
    public ReadOnlySpan<double> Row(int patch) => Rows.AsSpan(patch * Features, Features);

    /// <summary>Reads the arrays X and y of an archive.</summary>
    /// <exception cref="CloudlessException">It cannot be read, or the arrays do not fit together.</exception>
    public static FeatureTable Read(string path, int classes)
    {
        (int[] shape, double[] rows) = NumpyArchive.Read(path, "X");
        (_, double[] labels) = NumpyArchive.Read(path, "y");
        return shape is [var n, PatchFeatures.Count] && labels.Length == n && labels.All(l => l >= 0 && l < classes) && rows.All(double.IsFinite)
            ? new FeatureTable(rows, [.. labels.Select(l => (int)l)], shape[1])
            : throw new CloudlessException(
                $"{path}: found X [{string.Join(',', shape)}] and {labels.Length} labels up to {labels.DefaultIfEmpty().Max()}; expected X [n,{PatchFeatures.Count}], finite, and n labels of {classes} classes, as the manifest names them.");
    }
}
