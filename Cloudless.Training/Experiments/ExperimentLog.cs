using System.Text;
using System.Text.Json;
using Cloudless.Training.Logs;
using Cloudless.Training.Settings;

namespace Cloudless.Training.Experiments;

/// <summary>
/// The results of an experiment, a JSON line each. A line counts when its end is there: what a killed process had begun to write is cut off, and its training judged again.
/// </summary>
/// <remarks>While it is open no other process writes into it. Thread-safe.</remarks>
internal sealed class ExperimentLog : IDisposable
{
    private readonly FileStream _file;
    private readonly List<ExperimentResult> _results;
    private readonly Lock _gate = new();

    /// <summary>Opens the results, or begins them.</summary>
    /// <exception cref="CloudlessException">The file cannot be written, another process has it open, or it holds something else.</exception>
    public ExperimentLog(string path)
    {
        _file = LogFiles.Try(path, () => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
        try
        {
            byte[] content = new byte[_file.Length];
            _file.ReadExactly(content);
            int end = Array.LastIndexOf(content, (byte)'\n') + 1;
            _results = [.. Encoding.UTF8.GetString(content, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => Read(path, line, i + 1))];
            _file.SetLength(end);
            _file.Seek(0, SeekOrigin.End);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>All results, in the order they came.</summary>
    public IReadOnlyList<ExperimentResult> Results
    {
        get
        {
            lock (_gate)
            {
                return [.. _results];
            }
        }
    }

    /// <summary>The result of a training; null where it is not done.</summary>
    /// <exception cref="CloudlessException">There is one, of other settings.</exception>
    public ExperimentResult? Of(ExperimentTraining training)
    {
        ExperimentResult? found = Results.FirstOrDefault(r => r.Variant == training.Variant && r.Seed == training.Draw.Seed && r.Fold == training.Draw.Fold);
        if (found is null)
        {
            return null;
        }

        // An option that did not exist when the result was made had its default then.
        IReadOnlyList<string> differences = TrainingJson.Differences(TrainingJson.ReadOptions(found.Options.ToJsonString()), training.Request.Options);
        return differences.Count == 0
            ? found
            : throw new CloudlessException(
                $"{_file.Name}: holds a result of '{training.Name}' with other settings: {string.Join("; ", differences)}. Give --out another folder, or the variant another name.");
    }

    /// <summary>Adds a result; it is on the disk when this returns.</summary>
    /// <exception cref="CloudlessException">The file cannot be written.</exception>
    public void Add(ExperimentResult result)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(result, ExperimentJson.Default.ExperimentResult) + "\n");
        lock (_gate)
        {
            LogFiles.Try(_file.Name, () => Append(line));
            _results.Add(result);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // What a full disk took of a line would stand before the line of the next training.
    private long Append(byte[] line)
    {
        long end = _file.Position;
        try
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            _file.SetLength(end);
            _file.Seek(end, SeekOrigin.Begin);
            throw;
        }

        return _file.Position;
    }

    private static ExperimentResult Read(string path, string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ExperimentJson.Default.ExperimentResult) ?? throw new JsonException("found null.");
        }
        catch (JsonException e)
        {
            throw new CloudlessException($"{path}: line {number} is no result of an experiment: {e.Message} Give --out another folder.", e);
        }
    }
}
