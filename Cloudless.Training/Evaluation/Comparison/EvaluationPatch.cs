using Cloudless.Imagery;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>A patch in memory, ready to be predicted and judged.</summary>
internal sealed record EvaluationPatch
{
    public required string Id { get; init; }

    public required string Scene { get; init; }

    /// <summary>[13,H,W], DN, as the methods get it: not clipped.</summary>
    public required Raster<float> Cloudy { get; init; }

    /// <summary>I, [13,H,W], DN, clipped to 0..10000.</summary>
    public required Raster<float> Input { get; init; }

    /// <summary>T, [13,H,W], DN, clipped to 0..10000.</summary>
    public required Raster<float> Target { get; init; }

    /// <summary>[1,H,W], 0 clear, 1 cloud, 2 shadow.</summary>
    public required Raster<byte> Mask { get; init; }

    /// <summary>[2,H,W], dB; null where there is none.</summary>
    public Raster<float>? Sar { get; init; }

    /// <summary>The dates of a series that methods may use, the input among them; empty for a single date.</summary>
    public IReadOnlyList<Raster<float>> Series { get; init; } = [];

    /// <summary>Share of pixels of some classes, 0..1.</summary>
    public double Share(Func<byte, bool> counts) => Mask.Data.Count(counts) / (double)Mask.Data.Length;

    /// <summary>Of a sample with a cloudy image.</summary>
    public static EvaluationPatch Of(Sample sample)
    {
        Raster<float> cloudy = sample.Input!.ToFloat();
        return Of(sample.Id, sample.Group, cloudy, sample.Target.ToFloat(), sample.Sar);
    }

    /// <summary>Of images, DN; the mask is computed here.</summary>
    public static EvaluationPatch Of(string id, string scene, Raster<float> cloudy, Raster<float> target, Raster<float>? sar) => new()
    {
        Id = id,
        Scene = scene,
        Cloudy = cloudy,
        Input = cloudy.Clip(),
        Target = target.Clip(),
        Mask = new Raster<byte>(1, cloudy.Height, cloudy.Width, CloudCover.Of(cloudy.Data, cloudy.Height, cloudy.Width).PixelClass),
        Sar = sar,
    };
}
