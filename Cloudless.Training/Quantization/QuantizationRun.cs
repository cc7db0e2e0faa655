using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.Onnx;
using Cloudless.Networks.Quantization;
using Cloudless.Training.Datasets;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Quantization;

/// <summary>Makes an int8 model: observes ranges on the calibration patches, writes the file, measures it on patches that calibration did not see.</summary>
public static class QuantizationRun
{
    private const string Protocol =
        "Bare network on whole held-out patches, images clipped to 0..10000 DN; mean over patches of PSNR and MAE, median time of a patch over engines run in turn.";

    /// <summary>Does all of it.</summary>
    /// <param name="request">What, on which data, into which file.</param>
    /// <param name="log">Told of each stage in a line; null for silence.</param>
    /// <param name="cancellation">Looked at before every run of a network; nothing is written after it.</param>
    /// <exception cref="CloudlessException">Model or data cannot be used, the output exists or cannot be written, ONNX Runtime is missing.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static QuantizationReport Execute(QuantizeRequest request, Action<string>? log = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Rounds, 1, nameof(request));
        request.Options.Validate();
        OutputFiles.RequireFree([request.Output], request.Overwrite);
        CloudRemovalModel model = CloudRemovalModel.Load(request.ModelPath);
        using var observer = new ActivationObserver(ModelQuantizer.RequireFloat32(model), request.Options, request.Threads);
        var set = new CalibrationSet(model, PatchDataset.Open(request.DataFolder), request.HeldOutFold);
        log?.Invoke($"calibrating on {set.Description}");
        set.Observe(observer, cancellation);
        IReadOnlyDictionary<string, ActivationHistogram> seen = observer.Histograms;
        CloudRemovalModel int8 = ModelQuantizer.Quantize(model, seen, request.Options, set.Description);

        log?.Invoke($"measuring on {set.HeldOut.Count} patches: {string.Join(", ", set.HeldOut.Select(s => s.Id))}");
        using var comparison = new PrecisionComparison(model, int8, request.Threads);
        IReadOnlyList<QuantizationRow> rows = comparison.Run(set.ReadHeldOut(), request.Rounds, cancellation);
        var report = new QuantizationReport(request.Output, Protocol, set.Description, [.. set.HeldOut.Select(s => s.Id)], rows);

        // The same ranges give the same graph; only the card learns what was measured. Times belong to this machine, not to the model.
        ModelQuantizer.Quantize(model, seen, request.Options, set.Description, [Metric(report, set)]).Save(request.Output, request.Overwrite);
        log?.Invoke($"wrote {request.Output}");
        return report;
    }

    private static MetricCard Metric(QuantizationReport report, CalibrationSet set)
    {
        QuantizationRow int8 = report.Rows[1];
        (string Name, double? Value)[] values =
            [("psnrToFloat32Db", int8.PsnrToFloat32), ("psnrDb", int8.Psnr), ("psnrLossDb", int8.PsnrLoss), ("mae", int8.Mae), ("maeLoss", int8.MaeLoss)];
        return new MetricCard(
            $"{report.Patches.Count} patches: {string.Join(", ", report.Patches)}",
            $"int8 against float32, both by ONNX Runtime; fold {set.Fold} left out of the calibration; {report.Protocol}",
            values.ToDictionary(v => v.Name, v => Math.Round(v.Value!.Value, 5)));
    }
}
