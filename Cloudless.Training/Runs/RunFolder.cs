using Cloudless.Rasters;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Logs;
using Cloudless.Training.Settings;

namespace Cloudless.Training.Runs;

/// <summary>
/// The folder of one training: <c>settings.json</c>, <c>log.csv</c>, TensorBoard's event files, <c>pictures/</c>, <c>run.checkpoint</c>, <c>best.onnx</c> and
/// <c>last.onnx</c>. While it is open no other process can train into it.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly FileStream _lock;

    private RunFolder(string path, string checkpoint, FileStream @lock) => (Path, Checkpoint, _lock) = (path, checkpoint, @lock);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where checkpoints go; maybe elsewhere.</summary>
    public string Checkpoint { get; }

    /// <summary>The effective settings.</summary>
    public string Settings => SettingsOf(Path);

    /// <summary>The CSV log.</summary>
    public string Log => At("log.csv");

    /// <summary>Pictures of validation patches.</summary>
    public string Pictures => At("pictures");

    /// <summary>The best model by validation.</summary>
    public string Best => At("best.onnx");

    /// <summary>The model at the end.</summary>
    public string Last => At("last.onnx");

    /// <summary>The folder that a request asks for, or the one beside its output.</summary>
    public static string PathOf(TrainRequest request) =>
        request.RunFolder ?? System.IO.Path.ChangeExtension(request.Output, ".run") ?? throw new ArgumentException("A training needs an output or a run folder.", nameof(request));

    /// <summary>The file for checkpoints that a request asks for, or the one in its folder.</summary>
    public static string CheckpointOf(TrainRequest request) => request.CheckpointPath ?? System.IO.Path.Combine(PathOf(request), "run.checkpoint");

    /// <summary>The effective settings of a run in a folder.</summary>
    public static string SettingsOf(string folder) => System.IO.Path.Combine(folder, "settings.json");

    /// <summary>Refuses, before any work and without a trace, a folder that this request may not write into.</summary>
    /// <exception cref="CloudlessException">It holds another run, or files that are none.</exception>
    public static void RequireFree(TrainRequest request)
    {
        string folder = PathOf(request);
        if (File.Exists(folder))
        {
            throw new CloudlessException($"{folder}: is a file; the run needs a folder of this name. Give --out-dir another one.");
        }

        bool isRun = File.Exists(SettingsOf(folder)), isEmpty = !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();
        if (!isRun && !isEmpty)
        {
            throw new CloudlessException($"{folder}: is neither empty nor the folder of a run (it has no settings.json). Give --out-dir another one.");
        }

        if (isRun && !request.Overwrite && !request.Resume)
        {
            throw new CloudlessException($"{folder}: holds an earlier run. Go on with it (--resume), replace it (--overwrite), or give --out-dir another one.");
        }
    }

    /// <summary>Whether a resumed request goes on with a run that writes the same output: then that may be replaced, whatever the killed process got done.</summary>
    public static bool OwnsOutput(TrainRequest request)
    {
        string settings = SettingsOf(PathOf(request));
        return request is { Resume: true, Output: { } output } && File.Exists(settings)
            && SettingsFile.Read(settings).Output is { } before && System.IO.Path.GetFullPath(before) == System.IO.Path.GetFullPath(output);
    }

    /// <summary>Opens the folder of a request, made where missing; of an earlier run only what a resumed one goes on with is kept.</summary>
    /// <exception cref="CloudlessException">It cannot be written, or another training is running in it.</exception>
    public static RunFolder Open(TrainRequest request)
    {
        RequireFree(request);
        string path = PathOf(request);
        var folder = new RunFolder(path, CheckpointOf(request), RunLock.Take(path));
        try
        {
            folder.Clean(request);
            SettingsFile.Write(folder.Settings, request);
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private void Clean(TrainRequest request)
    {
        foreach (string output in new[] { Settings, Log, Best, Last, Checkpoint, request.Output }.OfType<string>())
        {
            AtomicFile.DeleteAbandoned(output);
        }

        bool goesOn = request.Resume && Checkpoints.Checkpoint.Exists(Checkpoint);
        string[] pictures = Directory.Exists(Pictures)
            ? Directory.GetFiles(Pictures, goesOn ? ".*.tmp.png" : "*.png", new EnumerationOptions { AttributesToSkip = 0 })
            : [];
        string[] earlier = goesOn
            ? pictures
            :
            [
                Log, Best, .. OutputFiles.ReportsOf(Best), Last, .. OutputFiles.ReportsOf(Last), Checkpoint, CheckpointFile.PreviousOf(Checkpoint),
                .. Directory.GetFiles(Path, EventFile.NamePattern), .. pictures,
            ];
        LogFiles.Try(Path, () =>
        {
            foreach (string file in earlier)
            {
                File.Delete(file);
            }

            return 0;
        });
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
