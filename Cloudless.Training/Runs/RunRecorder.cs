using System.Globalization;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Training.Logs;
using Cloudless.Training.Validation;

namespace Cloudless.Training.Runs;

/// <summary>Writes down what a training does: CSV rows, TensorBoard curves and pictures, the best model.</summary>
internal sealed class RunRecorder : ITrainingWatcher, IDisposable
{
    private readonly RunFolder _folder;
    private readonly RunLog _log;
    private readonly EventFile _events;
    private readonly Func<NetworkGraph, long, ValidationResult, CloudRemovalModel> _model;
    private readonly Action<string>? _say;

    /// <summary>Opens the logs.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="done">Steps done before, 0 for a new training.</param>
    /// <param name="model">Makes the model file of the best network.</param>
    /// <param name="say">Told of each validation in a line; null for silence.</param>
    /// <exception cref="CloudlessException">A log cannot be written.</exception>
    public RunRecorder(RunFolder folder, long done, Func<NetworkGraph, long, ValidationResult, CloudRemovalModel> model, Action<string>? say)
    {
        (_folder, _model, _say) = (folder, model, say);
        _log = new RunLog(folder.Log, done);
        _events = new EventFile(folder.Path, done);
    }

    /// <inheritdoc/>
    public void Logged(TrainProgress progress, TimeSpan elapsed)
    {
        _log.Write(progress, elapsed);
        _events.WriteScalars(
            progress.Step, ("train/loss", progress.Loss), ("train/rate", progress.LearningRate), ("train/steps_per_second", progress.StepsPerSecond));
    }

    /// <inheritdoc/>
    public void Validated(TrainProgress progress, TimeSpan elapsed, ValidationResult result, IReadOnlyList<ValidationPicture> pictures, NetworkGraph? best)
    {
        _log.Write(progress, elapsed, result);
        _events.WriteScalars(progress.Step, ("validation/loss", result.Loss), ("validation/psnr", result.Psnr));
        foreach (ValidationPicture picture in pictures)
        {
            byte[] png = PngEncoder.Encode(picture.Rgb, picture.Height, picture.Width);
            _events.WriteImage(progress.Step, $"validation/{picture.Id}", png, picture.Height, picture.Width);
            WritePicture(progress.Step, picture.Id, png);
        }

        if (best is not null)
        {
            _model(best, progress.Step, result).Save(_folder.Best, overwrite: true);
        }

        _say?.Invoke(string.Create(
            CultureInfo.InvariantCulture, $"step {result.Step}: validation loss {result.Loss:0.00000}, PSNR {result.Psnr:0.00} dB{(best is null ? "" : ", the best so far")}"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _events.Dispose();
    }

    private void WritePicture(long step, string id, byte[] png)
    {
        string name = string.Concat(id.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
        LogFiles.Try(_folder.Pictures, () => Directory.CreateDirectory(_folder.Pictures));
        AtomicFile.WriteAllBytes(Path.Combine(_folder.Pictures, string.Create(CultureInfo.InvariantCulture, $"{name}-{step:00000000}.png")), png, overwrite: true);
    }
}
