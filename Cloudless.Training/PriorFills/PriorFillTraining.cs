using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.PriorFills;

/// <summary>Learns prior fills from training samples.</summary>
internal static class PriorFillTraining
{
    /// <summary>Scenes that are learned from; of more, every so many-th is taken. A mean surface does not change with the thousandth scene.</summary>
    private const int MostScenes = 500;

    /// <summary>Learns from one cloud-free image per scene group, one with SAR where there is one, so that many dates of one place count as one.</summary>
    /// <exception cref="CloudlessException">The fill needs SAR and no sample has any, or a file cannot be used.</exception>
    public static PriorFillCard Learn(TrainingSet set, PriorFillOptions options)
    {
        var learner = options.Learner();
        PatchItem[] scenes = [.. set.Items.GroupBy(s => s.Group, StringComparer.Ordinal).Select(g => g.FirstOrDefault(s => s.HasSar) ?? g.First())];
        int step = (scenes.Length + MostScenes - 1) / MostScenes;
        foreach (Sample sample in set.Dataset.Read(scenes.Where((_, i) => i % step == 0)))
        {
            learner.Add(Clear(sample), sample.Sar);
        }

        return learner.CanLearn
            ? learner.ToCard()
            : throw new CloudlessException($"The prior fill '{options.Name}' is learned from samples with SAR; none has any. Add SAR images (<id>_s1.tif) or choose {PriorFillCard.PatchMean}.");
    }

    // Clipped as the network clips; a pixel without data stays 0 in all bands.
    private static Raster<float> Clear(Sample sample) => sample.Target.ToFloat().Clip();
}
