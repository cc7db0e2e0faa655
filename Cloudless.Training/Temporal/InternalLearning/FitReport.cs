using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Temporal;
using Cloudless.Training.Perceptual;

namespace Cloudless.Training.Temporal;

/// <summary>Puts what a fit made and what there is to say about it together.</summary>
internal static class FitReport
{
    /// <summary>The images without padding, the notes, the card.</summary>
    public static InternalFit Of(
        ImageSeries series, FitData data, FitRun run, NetworkGraph graph, SequenceToSequenceOptions size, InternalLearningOptions options, string engine, PerceptualNetwork? perceptual)
    {
        FitCheck best = run.Checks[run.BestPass - 1];
        ushort[] clear = new ushort[series.Height * series.Width];
        foreach (Raster<byte> mask in series.Masks)
        {
            for (int i = 0; i < clear.Length; i++)
            {
                clear[i] += mask.Data[i] == PixelClass.Clear ? (ushort)1 : (ushort)0;
            }
        }

        var result = new SeriesResult
        {
            Images = [.. series.Dates.Select((date, d) => new SeriesImage(date, Image(series, data, run.Images, d, options.KeepClear)))],
            ClearDates = new Raster<ushort>(1, series.Height, series.Width, clear),
            Notes = [.. Notes(run, best, size, options, perceptual, clear.Count(c => c == 0))],
        };
        return new InternalFit(result, graph, Card(series, run, best, graph, size, options, engine, perceptual), run.Checks, run.BestPass);
    }

    private static Raster<float> Image(ImageSeries series, FitData data, float[] images, int date, bool keepClear)
    {
        int length = data.Bands * data.Height * data.Width;
        Raster<float> image = new Raster<float>(data.Bands, data.Height, data.Width, images[(date * length)..((date + 1) * length)]).Crop(new Window(0, 0, series.Width, series.Height));
        byte[] mask = series.Masks[date].Data;
        for (int c = 0; c < image.Channels && keepClear; c++)
        {
            ReadOnlySpan<float> own = series.Optical[date].Channel(c);
            Span<float> made = image.Channel(c);
            for (int i = 0; i < made.Length; i++)
            {
                made[i] = mask[i] == PixelClass.Clear ? own[i] : made[i];
            }
        }

        return image;
    }

    private static IEnumerable<string> Notes(FitRun run, FitCheck best, SequenceToSequenceOptions size, InternalLearningOptions options, PerceptualNetwork? perceptual, int never)
    {
        yield return size.Sar ? "Sentinel-1 drives the network." : "Noise drives the network, for there is no Sentinel-1 or it is not wanted.";
        yield return double.IsFinite(best.WithheldError)
            ? string.Create(CultureInfo.InvariantCulture,
                $"The images are those of pass {best.Pass}: the error on clear pixels that were withheld was {best.WithheldError:0.0000} reflectance, the least; {run.Ending}.")
            : $"No clear pixels were withheld, so the images are those of the last pass; {run.Ending}.";
        if (options.PerceptualWeight > 0 && perceptual is null)
        {
            yield return PerceptualNetwork.LeftOut;
        }

        if (never > 0)
        {
            yield return $"{never} pixels are clear on no date; what stands there is a guess.";
        }
    }

    private static ModelCard Card(
        ImageSeries series, FitRun run, FitCheck best, NetworkGraph graph, SequenceToSequenceOptions size, InternalLearningOptions options, string engine, PerceptualNetwork? perceptual)
    {
        IReadOnlyList<string> bands = series.Channels == Sentinel2Band.Count ? [.. Sentinel2Band.All.Select(b => b.Id)] : [.. Enumerable.Range(0, series.Channels).Select(i => $"band{i}")];
        string period = $"{series.Dates[0]:yyyy-MM-dd} to {series.Dates[^1]:yyyy-MM-dd}";
        string terms = perceptual is null || options.PerceptualWeight == 0
            ? "mean squared error on clear pixels"
            : string.Create(CultureInfo.InvariantCulture, $"mean squared error on clear pixels + {options.PerceptualWeight} perceptual ({perceptual.Name})");
        return SequenceToSequenceCard.Of(size, bands, graph.Halo, $"{InternalLearning.MethodName}-{series.Dates[0]:yyyyMMdd}-{series.Dates[^1]:yyyyMMdd}", "1.0.0", DateTimeOffset.UtcNow) with
        {
            Training = new TrainingCard
            {
                Data = [new DataSetCard($"the series it was fitted to, {series.Dates.Count} dates of {period}", "that of the series", "whom the series' license names")],
                Folds = string.Create(CultureInfo.InvariantCulture, $"{options.HeldOutShare:0.##} of the clear patches of {options.HeldOutSide} pixels withheld"),
                Loss = terms,
                Optimizer = string.Create(CultureInfo.InvariantCulture, $"ADAM (0.9, 0.999), {options.Iterations} iterations a pass, pass {best.Pass} taken; {run.Ending}; {engine}"),
                LearningRate = options.LearningRate,
                Seed = options.Seed,
                Steps = run.Steps,
                Batch = Math.Min(options.Dates, series.Dates.Count),
                Command = InternalLearning.MethodName,
            },
            Metrics = double.IsFinite(best.WithheldError)
                ? [new MetricCard("clear pixels of the series that were withheld from the fit", "they chose the pass, so they are no test", new Dictionary<string, double> { ["rmse"] = Math.Round(best.WithheldError, 6) })]
                : [],
            Limitations =
            [
                "Fitted to one series: of no use for another place.",
                .. size.Sar ? (string[])[] : ["Driven by the noise of its seed: with other noise it makes another image."],
            ],
        };
    }
}
