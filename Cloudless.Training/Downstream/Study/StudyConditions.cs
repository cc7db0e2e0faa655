using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Training.Datasets;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Training.Downstream;

/// <summary>The conditions that a study shows each patch in: clear, cloudy, a flat fill, and what each removal model makes of it.</summary>
internal sealed class StudyConditions : IDisposable
{
    /// <summary>Names of the conditions that need no model, in their order.</summary>
    public const string Clear = "clear", Cloudy = "cloudy: no removal", FlatFill = "flat fill: mean of the clear pixels";

    private readonly JudgedModels _models;
    private readonly UncertainPixels _uncertain;

    /// <summary>Loads the models.</summary>
    /// <exception cref="CloudlessException">A file is no model.</exception>
    public StudyConditions(IReadOnlyList<string> models, int threads, double maskShare)
    {
        _models = new JudgedModels(models, threads);
        _uncertain = new UncertainPixels(models.Zip(_models.Facts, (path, fact) => (path, fact.Name)), maskShare);
        Names = [Clear, Cloudy, FlatFill, .. _models.Methods.Select(m => m.Name), .. _uncertain.Names];
    }

    /// <summary>Names of all conditions.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What the models are.</summary>
    public IReadOnlyList<JudgedModel> Models => _models.Facts;

    /// <summary>The images of all conditions, [13,H,W], DN.</summary>
    /// <param name="image">The image.</param>
    /// <param name="classes">[1,H,W], what the detector says of the cloudy one.</param>
    public IReadOnlyList<Raster<float>> Of(StudyImage image, Raster<byte> classes)
    {
        var patch = new EvaluationPatch
        {
            Id = image.Id, Scene = image.Scene, Cloudy = image.Cloudy, Input = image.Cloudy.Clip(), Target = image.Clear.Clip(), Mask = classes, Sar = image.Sar,
        };
        return [image.Clear, image.Cloudy, Flat(image.Cloudy, RemovalMask.Compute(image.Cloudy)), .. _models.Methods.Select(m => m.Apply(patch) ?? image.Cloudy), .. _uncertain.Of(image)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _models.Dispose();
        _uncertain.Dispose();
    }

    /// <summary>What needs no model at all: by the removal mask's weight, each band gets the mean of the image's own clear pixels; of all where none is clear.</summary>
    internal static Raster<float> Flat(Raster<float> cloudy, Raster<float> weight)
    {
        var filled = new Raster<float>(cloudy.Channels, cloudy.Height, cloudy.Width, [.. cloudy.Data]);
        bool none = weight.Data.All(w => w > 0);
        for (int c = 0; c < filled.Channels; c++)
        {
            Span<float> plane = filled.Channel(c);
            double sum = 0, count = 0;
            for (int i = 0; i < plane.Length; i++)
            {
                (sum, count) = none || weight.Data[i] == 0 ? (sum + plane[i], count + 1) : (sum, count);
            }

            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] += weight.Data[i] * ((float)(sum / count) - plane[i]);
            }
        }

        return filled;
    }
}
