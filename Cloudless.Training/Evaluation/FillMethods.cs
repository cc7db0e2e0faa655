using Cloudless.Imagery;
using Cloudless.Removal.PriorFills;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Evaluation;

/// <summary>The simple fills that stand beside a model in every table, fitted on the samples the model was trained on.</summary>
internal static class FillMethods
{
    /// <summary>Fits the fills on one cloud-free image per scene group, so that many dates of one place count as one.</summary>
    /// <returns>The methods; those that need SAR are left out where no sample of the set has it.</returns>
    public static IReadOnlyList<(string Name, Func<Sample, Raster<float>?> Apply)> FittedOn(TrainingSet set)
    {
        List<PatchItem> scenes = [.. set.Items.GroupBy(s => s.Group, StringComparer.Ordinal).Select(g => g.FirstOrDefault(s => s.HasSar) ?? g.First())];
        GlobalMedianSpectrum global = GlobalMedianSpectrum.Fit(set.Dataset.Read(scenes).Select(Clear));
        var patch = new PatchMedianFill(global);
        var methods = new List<(string, Func<Sample, Raster<float>?>)> { (global.Name, s => global.Apply(Cloudy(s))), (patch.Name, s => patch.Apply(Cloudy(s))) };
        List<PatchItem> withSar = [.. scenes.Where(s => s.HasSar)];
        if (withSar.Count > 0)
        {
            SarRegressionFill regression = SarRegressionFill.Fit(set.Dataset.Read(withSar).Select(Clear));
            methods.Add((regression.Name, s => s.Sar is null ? null : regression.Apply(Cloudy(s))));
        }

        return methods;
    }

    private static FillImage Clear(Sample sample) => new(sample.Target.ToFloat().Clip(), sample.Sar, null);

    private static FillImage Cloudy(Sample sample)
    {
        Raster<float> input = sample.Input!.ToFloat().Clip();
        return new FillImage(input, sample.Sar, new Raster<byte>(1, input.Height, input.Width, CloudCover.Of(sample.Input!).PixelClass));
    }
}
