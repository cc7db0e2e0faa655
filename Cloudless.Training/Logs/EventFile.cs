using System.Globalization;
using Cloudless.Training.Logs.Schema;
using Google.Protobuf;

namespace Cloudless.Training.Logs;

/// <summary>
/// Curves and pictures for TensorBoard. Each start of a training writes a file of its own, which tells TensorBoard to forget what an earlier file
/// says of steps that are done again.
/// </summary>
/// <remarks>Every record is on its way to the disk when a call returns, so a killed training loses at most its last one. Not thread-safe.</remarks>
internal sealed class EventFile : IDisposable
{
    private const int Rgb = 3;
    private readonly FileStream _file;

    /// <summary>Makes a new file in a folder.</summary>
    /// <param name="folder">The folder; earlier files in it stay.</param>
    /// <param name="done">Steps done before: what earlier files say of later ones is void.</param>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public EventFile(string folder, long done)
    {
        _file = LogFiles.Try(folder, () => CreateNew(folder));
        Write(new Event { FileVersion = "brain.Event:2" });
        if (done > 0)
        {
            Write(new Event { Step = done + 1, SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });
        }
    }

    /// <summary>What the names of all such files contain.</summary>
    public static string NamePattern => "events.out.tfevents.*";

    /// <summary>Adds points to curves; a value that is not finite leaves a gap.</summary>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public void WriteScalars(long step, params ReadOnlySpan<(string Tag, double Value)> scalars)
    {
        var summary = new Summary();
        foreach ((string tag, double value) in scalars)
        {
            if (double.IsFinite(value))
            {
                summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
            }
        }

        Write(new Event { Step = step, Summary = summary });
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="step">Step it belongs to.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="png">The picture as PNG, RGB.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public void WriteImage(long step, string tag, ReadOnlySpan<byte> png, int height, int width)
    {
        var image = new Summary.Types.Image { Height = height, Width = width, Colorspace = Rgb, EncodedImageString = ByteString.CopyFrom(png) };
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, Image = image });
        Write(new Event { Step = step, Summary = summary });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(Event e)
    {
        e.WallTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        byte[] record = RecordFraming.Frame(e.ToByteArray());
        LogFiles.Try(_file.Name, () =>
        {
            _file.Write(record);
            _file.Flush();
            return 0;
        });
    }

    // TensorBoard reads a folder's files in the order of their names, so a later start needs a later second.
    private static FileStream CreateNew(string folder)
    {
        long second = Directory.EnumerateFiles(folder, NamePattern).Select(SecondOf).Append(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1).Max() + 1;
        return new FileStream(
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{second:0000000000}.cloudless")), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    private static long SecondOf(string path) =>
        long.TryParse(Path.GetFileName(path).Split('.')[3], NumberStyles.None, CultureInfo.InvariantCulture, out long second) ? second : 0;
}
