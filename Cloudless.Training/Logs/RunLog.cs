using System.Globalization;
using System.Text;
using Cloudless.Rasters;
using Cloudless.Training.Validation;

namespace Cloudless.Training.Logs;

/// <summary>
/// The training's CSV log: a row every so many steps, and one for every validation. A resumed training goes on in the same file, without the rows of steps
/// that it does again.
/// </summary>
/// <remarks>Every row is on its way to the disk when a call returns. Not thread-safe.</remarks>
internal sealed class RunLog : IDisposable
{
    private const string Header = "step,loss,loss_name,rate,steps_per_second,elapsed_seconds,validation_loss,validation_psnr\n";
    private readonly FileStream _file;

    /// <summary>Opens the log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="done">Steps done before; rows of an earlier file up to here stay. 0 begins anew.</param>
    /// <exception cref="CloudlessException">The file cannot be written, or another training has it open.</exception>
    public RunLog(string path, long done)
    {
        string kept = done > 0 && File.Exists(path) ? Kept(LogFiles.Try(path, () => File.ReadAllText(path)), done) : "";
        AtomicFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(Header + kept), overwrite: true);
        _file = LogFiles.Try(path, () => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public void Write(TrainProgress progress, TimeSpan elapsed, ValidationResult? validation = null)
    {
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Step},{progress.Loss:g7},{progress.LossName},{progress.LearningRate:g6},{progress.StepsPerSecond:0.###},{elapsed.TotalSeconds:0.0},{validation?.Loss:g7},{validation?.Psnr:0.0000}\n");
        LogFiles.Try(_file.Name, () =>
        {
            _file.Write(Encoding.UTF8.GetBytes(row));
            _file.Flush();
            return 0;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // The last row may be torn: only rows that end count.
    private static string Kept(string text, long done)
    {
        var kept = new StringBuilder();
        foreach (string row in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (long.TryParse(row.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long step) && step <= done)
            {
                kept.Append(row).Append('\n');
            }
        }

        return kept.ToString();
    }
}
