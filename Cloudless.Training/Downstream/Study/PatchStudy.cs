using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Metrics;
using Cloudless.Training.Datasets;
using Cloudless.Training.Temporal;

namespace Cloudless.Training.Downstream;

/// <summary>Shows the patches of an image to the classifier in all conditions, and measures them.</summary>
/// <remarks>Safe from several threads.</remarks>
internal sealed class PatchStudy(IPatchScorer scorer, StudyConditions conditions, SeriesDetector detector, double cutoff)
{
    /// <summary>All figures of an image's patches, but for those with a pixel without data, clear or cloudy: what they cost a classifier is not the clouds' doing.</summary>
    /// <param name="image">The image.</param>
    /// <param name="classOf">Index of a label among the classes.</param>
    public IReadOnlyList<PatchFigures> Of(StudyImage image, Func<string, int> classOf)
    {
        Raster<byte> classes = detector.Classify(image.Cloudy);
        IReadOnlyList<Raster<float>> images = conditions.Of(image, classes);
        return [.. image.Windows.Where(w => !StudyGaps.Has(image.Clear, w.Window) && !StudyGaps.Has(image.Cloudy, w.Window)).Select(w => Of(image.Scene, w, images, classes.Crop(w.Window), classOf))];
    }

    /// <summary>The patch of each condition, with what the classifier says of it, for pictures.</summary>
    public (Raster<byte> Classes, IReadOnlyList<(Raster<float> Image, ScoredPatch Said)> Conditions) Look(StudyImage image, StudyWindow window)
    {
        Raster<byte> classes = detector.Classify(image.Cloudy);
        Raster<float>[] patches = [.. conditions.Of(image, classes).Select(i => i.Crop(window.Window))];
        return (classes.Crop(window.Window), [.. patches.Zip(scorer.Score(patches))]);
    }

    private PatchFigures Of(string scene, StudyWindow window, IReadOnlyList<Raster<float>> images, Raster<byte> classes, Func<string, int> classOf)
    {
        Raster<float>[] patches = [.. images.Select(i => i.Crop(window.Window))];
        IReadOnlyList<ScoredPatch> said = scorer.Score(patches);
        int truth = window.Label is { } label ? classOf(label) : said[0].Predicted;
        bool[] covered = [.. classes.Data.Select(PixelClass.IsCovered)];
        var detail = new HighFrequencies(patches[0], cutoff);
        double clear = Belief.LogProbability(said[0].Logits, truth);
        return new PatchFigures
        {
            Id = window.Id,
            Scene = scene,
            Truth = truth,
            Cover = SeriesDetector.CoverOf(classes),
            Covered = covered.Count(c => c) / (double)covered.Length,
            Conditions = [.. patches.Select((patch, i) => Of(patch, i == 0 ? null : patches[0], said[i], detail, covered, clear - Belief.LogProbability(said[i].Logits, truth)))],
        };
    }

    private ConditionFigures Of(Raster<float> patch, Raster<float>? clear, ScoredPatch said, HighFrequencies detail, bool[] covered, double loss)
    {
        ImageMetrics? errors = clear is null ? null : MetricsCalculator.Compute(patch.Clip(), clear.Clip()).All;
        return new ConditionFigures
        {
            Logits = said.Logits,
            Predicted = said.Predicted,
            Belief = Belief.Of(said.Logits),
            Ssim = errors?.Ssim ?? double.NaN,
            Psnr = errors?.Psnr ?? double.NaN,
            Sam = errors?.SamDegrees ?? double.NaN,
            Mae = errors?.Mae ?? double.NaN,
            Detail = detail.Of(patch, covered),
            Attention = Attention(said, patch, covered),
            Loss = loss,
        };
    }

    private double Attention(ScoredPatch said, Raster<float> patch, bool[] covered)
    {
        if (GradCam.Map(said, said.Predicted) is not { } map)
        {
            return double.NaN;
        }

        Window seen = PatchInput.Center(patch.Height, patch.Width, scorer.Side);
        Raster<float> large = GradCam.Upsample(map, seen.Height, seen.Width);
        double under = 0, all = 0;
        for (int i = 0; i < large.Data.Length; i++)
        {
            all += large.Data[i];
            under += covered[((seen.Row + (i / seen.Width)) * patch.Width) + seen.Column + (i % seen.Width)] ? large.Data[i] : 0;
        }

        return all > 0 ? under / all : double.NaN;
    }
}
