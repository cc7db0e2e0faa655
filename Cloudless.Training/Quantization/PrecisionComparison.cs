using System.Diagnostics;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Metrics;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Quantization;

/// <summary>Runs engines in turn over patches: how their results differ, how far they are from the target, how long they take.</summary>
internal sealed class PrecisionComparison : IDisposable
{
    private readonly CloudRemovalModel _model;
    private readonly List<Contender> _contenders = [];

    /// <summary>Loads float32 and int8 into ONNX Runtime, and float32 into the CPU engine, which int8 must beat to be worth its loss.</summary>
    public PrecisionComparison(CloudRemovalModel float32, CloudRemovalModel int8, int threads)
    {
        _model = float32;
        var onnxRuntime = new ExecutionOptions { Engine = EngineKind.OnnxRuntime, Threads = threads };
        try
        {
            _contenders.Add(new(EngineFactory.Create(float32, onnxRuntime)));
            _contenders.Add(new(EngineFactory.Create(int8, onnxRuntime with { Precision = ComputePrecision.Int8 })));
            _contenders.Add(new(EngineFactory.Create(float32, onnxRuntime with { Engine = EngineKind.Cpu })));
        }
        catch
        {
            // Nobody else can reach the engines that did load.
            Dispose();
            throw;
        }
    }

    /// <summary>Compares; the first contender is the reference.</summary>
    public IReadOnlyList<QuantizationRow> Run(IEnumerable<Sample> samples, int rounds, CancellationToken cancellation)
    {
        foreach (Sample sample in samples)
        {
            (float[] input, TensorShape shape) = new NetworkInput(_model, sample).Cut(new Window(0, 0, sample.Target.Width, sample.Target.Height));
            Raster<float> target = sample.Target.ToFloat().Clip();
            Raster<float>? reference = null;

            // The first round warms up: engines size their memory by the shape.
            for (int round = -1; round < rounds; round++)
            {
                foreach (Contender contender in _contenders)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var output = new Raster<float>(target.Channels, target.Height, target.Width);
                    QuietProcess.Await();
                    long start = Stopwatch.GetTimestamp();
                    contender.Engine.Run(input, shape, output.Data);
                    double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                    if (round >= 0)
                    {
                        contender.Seconds.Add(seconds);
                        continue;
                    }

                    Raster<float> clipped = output.Clip();
                    reference ??= clipped;
                    contender.ToTarget.Add(Compare(clipped, target));
                    contender.ToReference.Add(Compare(clipped, reference).Psnr);
                }
            }
        }

        return [.. _contenders.Select(Row)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Contender contender in _contenders)
        {
            contender.Engine.Dispose();
        }
    }

    private QuantizationRow Row(Contender contender)
    {
        Contender first = _contenders[0];
        double psnr = contender.ToTarget.Average(m => m.Psnr), mae = contender.ToTarget.Average(m => m.Mae);
        return new QuantizationRow(
            contender.Engine.Description,
            contender == first ? null : contender.ToReference.Average(),
            psnr,
            first.ToTarget.Average(m => m.Psnr) - psnr,
            mae,
            mae - first.ToTarget.Average(m => m.Mae),
            1000 * Median(contender.Seconds),
            Median(first.Seconds.Zip(contender.Seconds, (f, c) => f / c)));
    }

    private static ImageMetrics Compare(Raster<float> image, Raster<float> with) => MetricsCalculator.Compute(image, with, ssim: false).All!;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private sealed record Contender(ChosenEngine Engine)
    {
        public List<double> Seconds { get; } = [];

        public List<ImageMetrics> ToTarget { get; } = [];

        public List<double> ToReference { get; } = [];
    }
}
