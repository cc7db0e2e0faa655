using Cloudless.Imagery;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Quantization;

/// <summary>The samples of a folder divided into those that ranges are observed on and those that the result is judged on; no scene is in both.</summary>
internal sealed class CalibrationSet
{
    // Bounds the memory that the values of all layers take; the zero padding at the windows' edges reaches few of the values.
    private const int LargestWindow = 128;

    private readonly CloudRemovalModel _model;
    private readonly PatchDataset _dataset;

    /// <exception cref="CloudlessException">One of the two parts would be empty.</exception>
    public CalibrationSet(CloudRemovalModel model, PatchDataset dataset, int? heldOutFold)
    {
        (_model, _dataset) = (model, dataset);
        List<PatchItem> usable = [.. dataset.Items.Where(s => NetworkInput.Fits(model, s))];
        int[] folds = [.. usable.Select(s => s.Fold).OfType<int>().Distinct().Order()];
        int fold = heldOutFold ?? folds.LastOrDefault();
        if (!folds.Contains(fold))
        {
            throw new CloudlessException(
                $"No sample with a cloudy image that {model.Source} takes belongs to {(heldOutFold is null ? "any fold" : $"fold {fold}")}; found folds: {(folds.Length == 0 ? "none" : string.Join(", ", folds))}. "
                + "Folds come from folds.csv (set,id,group,fold) in the data folder: name there what to judge the int8 model on.");
        }

        Fold = fold;
        HeldOut = [.. usable.Where(s => s.Fold == fold)];
        HashSet<string> groups = [.. HeldOut.Select(s => s.Group)];
        Samples = [.. usable.Where(s => !groups.Contains(s.Group))];
        if (Samples.Count == 0)
        {
            throw new CloudlessException($"No sample is left to calibrate on: all belong to fold {fold} or share a scene with it. Add samples or leave out another fold.");
        }
    }

    /// <summary>The fold left out.</summary>
    public int Fold { get; }

    /// <summary>Samples to calibrate on.</summary>
    public IReadOnlyList<PatchItem> Samples { get; }

    /// <summary>Samples to judge on.</summary>
    public IReadOnlyList<PatchItem> HeldOut { get; }

    /// <summary>Reads the patches to judge on, one after another.</summary>
    public IEnumerable<Sample> ReadHeldOut() => _dataset.Read(HeldOut);

    /// <summary>One line for logs and cards.</summary>
    public string Description => $"{Samples.Count} patches from {string.Join(", ", Samples.GroupBy(s => s.Source).Select(g => $"{g.Key} ({g.Count()})"))}; fold {Fold} left out";

    /// <summary>Runs the network on all samples.</summary>
    public void Observe(ActivationObserver observer, CancellationToken cancellation)
    {
        foreach (Sample sample in _dataset.Read(Samples))
        {
            var whole = new NetworkInput(_model, sample);
            for (int row = 0; row < sample.Target.Height; row += LargestWindow)
            {
                for (int column = 0; column < sample.Target.Width; column += LargestWindow)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var window = new Window(column, row, Math.Min(LargestWindow, sample.Target.Width - column), Math.Min(LargestWindow, sample.Target.Height - row));
                    (float[] input, TensorShape shape) = whole.Cut(window);
                    observer.Observe(input, shape);
                }
            }
        }
    }
}
