using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.PriorFills;

namespace Cloudless.Training.Evaluation;

/// <summary>
/// The simple fills that stand beside a model in every table: the prior fills alone, learned from the samples the model was trained on, under the removal mask; and the regression with the
/// ceiling, which is what the default model sees.
/// </summary>
internal static class FillMethods
{
    /// <summary>Learns all fills.</summary>
    /// <returns>The methods; those that need SAR are left out where no sample of the set has it, and give nothing for a patch without.</returns>
    public static IReadOnlyList<(string Name, Func<Sample, Raster<float>?> Apply)> FittedOn(TrainingSet set)
    {
        bool sar = set.Items.Any(s => s.HasSar);
        return
        [
            .. PriorFillCard.Names.Where(name => sar || name != PriorFillCard.SarRegression).Select(name => Method(set, name, new PriorFillOptions { Name = name, CeilingFrom = null })),
            Method(set, $"{Richest(sar)}, ceiling", new PriorFillOptions { Name = Richest(sar) }),
        ];
    }

    private static string Richest(bool sar) => sar ? PriorFillCard.SarRegression : PriorFillCard.PatchMean;

    private static (string Name, Func<Sample, Raster<float>?> Apply) Method(TrainingSet set, string name, PriorFillOptions options)
    {
        var fill = new PriorFill(PriorFillTraining.Learn(set, options));
        return ($"fill: {name}", sample => options.Name == PriorFillCard.SarRegression && sample.Sar is null ? null : Apply(fill, sample));
    }

    private static Raster<float> Apply(PriorFill fill, Sample sample)
    {
        Raster<float> input = sample.Input!.ToFloat();
        return fill.Apply(input, sample.Sar, RemovalMask.Compute(input));
    }
}
