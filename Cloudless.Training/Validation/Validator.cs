using Cloudless.Imagery;
using Cloudless.Metrics;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Losses;

namespace Cloudless.Training.Validation;

/// <summary>Judges the bare network on patches that are not trained on, whole and one at a time.</summary>
internal sealed class Validator
{
    private readonly WholePatch _whole;
    private readonly PixelLoss _loss;
    private readonly PatchItem[] _patches;
    private readonly HashSet<PatchItem> _drawn;

    private Validator(TrainingSet set, TrainOptions options, PriorFillCard? fill)
    {
        (_whole, _loss) = (new WholePatch(set.Dataset, options.Network.Sar, fill), options.LossAt(1));
        _patches = Spread(set.Validation, options.Validation.Patches);
        _drawn = new HashSet<PatchItem>(Spread(_patches, options.Validation.Pictures), ReferenceEqualityComparer.Instance);
    }

    /// <summary>The validator of a training set; null where it has no patches to validate on.</summary>
    public static Validator? Of(TrainingSet set, TrainOptions options, PriorFillCard? fill) => set.Validation.Count == 0 ? null : new Validator(set, options, fill);

    /// <summary>The patches.</summary>
    public IReadOnlyList<PatchItem> Patches => _patches;

    /// <summary>Judges an engine's network as it is now.</summary>
    /// <exception cref="CloudlessException">A file of a patch cannot be used; the message names it.</exception>
    /// <exception cref="TrainingDivergedException">A loss is not finite.</exception>
    public (ValidationResult Result, IReadOnlyList<ValidationPicture> Pictures) Run(ITrainingEngine engine)
    {
        double losses = 0, decibels = 0;
        var pictures = new List<ValidationPicture>();
        foreach (PatchItem patch in _patches)
        {
            TrainingBatch batch = _whole.Read(patch);
            int height = batch.Shape.H, width = batch.Shape.W;
            var prediction = new Raster<float>(Sentinel2Band.Count, height, width);
            double loss = engine.Evaluate(batch, _loss, prediction.Data);
            if (!double.IsFinite(loss))
            {
                throw new TrainingDivergedException($"The training diverged: after step {engine.Steps} the loss on the validation patch {patch.Id} is {loss}.");
            }

            Raster<float> target = new Raster<float>(Sentinel2Band.Count, height, width, batch.Target).Clip();
            losses += loss;
            decibels += MetricsCalculator.Compute(prediction.Clip(), target, ssim: false).All!.Psnr;
            if (_drawn.Contains(patch))
            {
                var input = new Raster<float>(Sentinel2Band.Count, height, width, batch.Cloudy ?? batch.Input[..prediction.Data.Length]);
                pictures.Add(ValidationPicture.Of(patch.Id, input, prediction, target, batch.Mask));
            }
        }

        return (new ValidationResult(engine.Steps, losses / _patches.Length, decibels / _patches.Length), pictures);
    }

    private static T[] Spread<T>(IReadOnlyList<T> all, int count) =>
        [.. Enumerable.Range(0, Math.Min(count, all.Count)).Select(i => all[(int)((long)i * all.Count / Math.Min(count, all.Count))])];
}
