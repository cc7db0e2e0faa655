using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Training.Checkpoints;
using Cloudless.Training.Logs;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Temporal.PointTraining;

/// <summary>The folder of one training on series: log, best model and checkpoint. While it is open no other process can train into it.</summary>
internal sealed class SeriesRunFolder : IDisposable
{
    private const string Ending = ".run";

    private readonly OutputFolder _folder;
    private readonly FileStream _lock;

    private SeriesRunFolder(string path, bool goesOn, OutputFolder folder, FileStream @lock) => (Path, GoesOn, _folder, _lock) = (path, goesOn, folder, @lock);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether there is a checkpoint to go on from, and that was asked for; the output is then this training's and may be replaced.</summary>
    public bool GoesOn { get; }

    /// <summary>The best model by validation.</summary>
    public string Best => BestOf(Path);

    /// <summary>The validations as comma-separated values.</summary>
    public string Log => System.IO.Path.Combine(Path, "log.csv");

    /// <summary>The checkpoint.</summary>
    public string Checkpoint => CheckpointOf(Path);

    /// <summary>Checks, before any work, that output and folder can be written, and takes the folder.</summary>
    /// <exception cref="OutputExistsException">The output is there and must not be replaced.</exception>
    /// <exception cref="CloudlessException">An earlier training's checkpoint is there, or the folder cannot be written, or another training is running in it.</exception>
    public static SeriesRunFolder Open(SeriesTrainRequest request)
    {
        string path = System.IO.Path.ChangeExtension(request.Output, Ending);
        if (path == request.Output)
        {
            throw new CloudlessException($"{request.Output}: the ending {Ending} is that of the folder with log and checkpoint. Name a file that ends on .onnx.");
        }

        bool earlier = Checkpoints.Checkpoint.Exists(CheckpointOf(path)), goesOn = earlier && request.Resume;
        OutputFiles.RequireFree([request.Output], request.Overwrite || goesOn);
        if (earlier && !goesOn && !request.Overwrite)
        {
            throw new CloudlessException($"{CheckpointOf(path)}: an earlier training's checkpoint is there. Go on with --resume, start anew with --overwrite, or give another --out.");
        }

        OutputFolder made = OutputFolder.Open(path);
        FileStream? taken = null;
        try
        {
            taken = RunLock.Take(path);
            OutputFiles.RequireFree([BestOf(path)], overwrite: true);
            var folder = new SeriesRunFolder(path, goesOn, made, taken);
            folder.Clean(request.Output);
            return folder;
        }
        catch
        {
            taken?.Dispose();
            made.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        _folder.Dispose();
    }

    private static string BestOf(string folder) => System.IO.Path.Combine(folder, "best.onnx");

    private static string CheckpointOf(string folder) => System.IO.Path.Combine(folder, "run.checkpoint");

    // What killed processes left, and of an earlier training what this one would be taken for.
    private void Clean(string output)
    {
        foreach (string written in new[] { Best, Log, Checkpoint, output })
        {
            AtomicFile.DeleteAbandoned(written);
        }

        foreach (string old in GoesOn ? (string[])[] : [Best, Log, Checkpoint, CheckpointFile.PreviousOf(Checkpoint)])
        {
            LogFiles.Try(old, () =>
            {
                File.Delete(old);
                return 0;
            });
        }
    }
}
