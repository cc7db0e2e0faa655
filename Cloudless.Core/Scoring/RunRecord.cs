using System.Text.Json;
using System.Text.Json.Nodes;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>What a run does, written once into its folder: all processes that work in it do the same.</summary>
internal sealed record RunRecord
{
    public required string Key { get; init; }

    public required string ModelName { get; init; }

    public required string ModelSource { get; init; }

    /// <summary>As <see cref="ItemSettings.Content"/>.</summary>
    public required JsonObject Settings { get; init; }

    public required string CloudlessVersion { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The record of a run that is to be.</summary>
    public static RunRecord Of(ScoreRequest request, CloudRemovalModel model)
    {
        ItemSettings settings = ItemSettings.Of(model.Sha256, request, ItemPlan.Of(request, null));
        return new RunRecord
        {
            Key = settings.Key,
            ModelName = $"{model.Card.Name} {model.Card.Version}",
            ModelSource = model.Source,
            Settings = settings.Content,
            CloudlessVersion = RemovalTags.Version,
            Created = DateTimeOffset.UtcNow,
        };
    }

    /// <summary>Refuses a folder that holds another run, where that is not to be replaced.</summary>
    /// <returns>The record there; null where there is none.</returns>
    /// <exception cref="CloudlessException">Another run is there.</exception>
    public RunRecord? RequireSame(RunFolder folder, bool overwrite)
    {
        RunRecord? there = Read(folder);
        return there is null || there.Key == Key || overwrite
            ? there
            : throw new OutputExistsException(
                $"'{folder.Path}' holds a run with {Text(there)}; this one would be with {Text(this)}. Give another --out, or --overwrite to do its items again.");
    }

    /// <summary>Writes the record, or sees that the one there is of the same run.</summary>
    /// <exception cref="CloudlessException">Another run is there and is not to be replaced, or the folder cannot be written.</exception>
    public void Write(RunFolder folder, bool overwrite, string mark)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(this, ScoringIndentedJson.Pages.RunRecord);
        for (RunRecord? there = RequireSame(folder, overwrite); there?.Key != Key; there = RequireSame(folder, overwrite))
        {
            try
            {
                AtomicFile.WriteAllBytes(folder.Run, content, overwrite: there is not null, mark);
                FolderFlush.Flush(folder.Path);
            }
            catch (CloudlessException) when (there is null && File.Exists(folder.Run))
            {
                // Another worker of the run was faster; what it wrote is read next.
                continue;
            }
        }
    }

    /// <summary>The record of a folder; null where there is none.</summary>
    /// <exception cref="CloudlessException">It cannot be read.</exception>
    public static RunRecord? Read(RunFolder folder)
    {
        try
        {
            return File.Exists(folder.Run) ? JsonSerializer.Deserialize(File.ReadAllBytes(folder.Run), ScoringIndentedJson.Pages.RunRecord) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"'{folder.Run}' cannot be read as the record of a run: {e.Message} Delete it if it is none; receipts stay.", e);
        }
    }

    private static string Text(RunRecord record) => $"{record.ModelName}, {record.Settings.ToJsonString()}";
}
