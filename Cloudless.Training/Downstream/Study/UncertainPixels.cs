using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;

namespace Cloudless.Training.Downstream;

/// <summary>
/// Takes the painted pixels away that a removal model is least sure of, so that a classifier does not go by them; and as many painted pixels drawn at random, for to take pixels away may itself help or harm.
/// </summary>
internal sealed class UncertainPixels : IDisposable
{
    private readonly List<(string Name, CloudRemover Remover)> _models = [];
    private readonly double _share;

    /// <summary>Loads those models that tell their uncertainty.</summary>
    /// <param name="models">Model files with their names in the study; <c>default</c> is the embedded one.</param>
    /// <param name="share">Share of the painted pixels that is taken away, 0..1; 0 for none, and then no model is loaded.</param>
    public UncertainPixels(IEnumerable<(string Path, string Name)> models, double share)
    {
        _share = share;
        foreach ((string path, string name) in share > 0 ? models : [])
        {
            CloudRemovalModel model = path == "default" ? CloudRemovalModel.LoadDefault() : CloudRemovalModel.Load(path);
            if (model.HasVariance)
            {
                _models.Add((name, new CloudRemover(model, new ExecutionOptions { Threads = 1 }, new RemovalOptions { SarScale = SarScale.Decibel, Uncertainty = true })));
            }
        }
    }

    /// <summary>Names of the conditions, two for each model.</summary>
    public IEnumerable<string> Names => _models.SelectMany(m => new[]
    {
        FormattableString.Invariant($"{m.Name}: composite, {_share * 100:0.#} % least sure masked"), FormattableString.Invariant($"{m.Name}: composite, {_share * 100:0.#} % masked at random"),
    });

    /// <summary>The images of these conditions, [13,H,W], DN.</summary>
    public IEnumerable<Raster<float>> Of(StudyImage image)
    {
        foreach ((_, CloudRemover remover) in _models)
        {
            RemovalResult removed = remover.Remove(image.Cloudy, image.Sar);
            float[] deviation = MeanOver(removed.StandardDeviation!);
            int[] painted = [.. Enumerable.Range(0, deviation.Length).Where(i => removed.Weight.Data[i] > 0)];
            (HashSet<int> unsure, HashSet<int> drawn) = Choose(deviation, painted, _share);
            yield return Mask(removed.Image, unsure);
            yield return Mask(removed.Image, drawn);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _models.ForEach(m => m.Remover.Dispose());

    /// <summary>The painted pixels with the largest deviations, and as many painted ones drawn at random.</summary>
    internal static (HashSet<int> Unsure, HashSet<int> Drawn) Choose(float[] deviation, int[] painted, double share)
    {
        int count = (int)(share * painted.Length);
        var random = new SeededRandom(1);
        ulong[] drawn = [.. painted.Select(_ => random.NextUInt64())];
        return ([.. painted.OrderByDescending(i => deviation[i]).Take(count)], [.. painted.Zip(drawn).OrderBy(p => p.Second).Take(count).Select(p => p.First)]);
    }

    /// <summary>Gives pixels the mean of the others, band by band: nothing to see there.</summary>
    internal static Raster<float> Mask(Raster<float> image, HashSet<int> pixels)
    {
        var masked = new Raster<float>(image.Channels, image.Height, image.Width, [.. image.Data]);
        for (int c = 0; c < masked.Channels && pixels.Count < image.PlaneLength; c++)
        {
            Span<float> plane = masked.Channel(c);
            double sum = 0;
            for (int i = 0; i < plane.Length; i++)
            {
                sum += pixels.Contains(i) ? 0 : plane[i];
            }

            foreach (int i in pixels)
            {
                plane[i] = (float)(sum / (plane.Length - pixels.Count));
            }
        }

        return masked;
    }

    private static float[] MeanOver(Raster<float> bands)
    {
        float[] mean = new float[bands.PlaneLength];
        for (int c = 0; c < bands.Channels; c++)
        {
            ReadOnlySpan<float> plane = bands.Channel(c);
            for (int i = 0; i < mean.Length; i++)
            {
                mean[i] += plane[i] / bands.Channels;
            }
        }

        return mean;
    }
}
