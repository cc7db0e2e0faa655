using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cloudless.Cli.Demo;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>A folder with small scenes, a manifest over them, and runs into folders beside.</summary>
internal sealed class ScoringFolder : IDisposable
{
    public const int Side = 64;

    private static readonly Dictionary<int, SyntheticScene> Scenes = [];

    // Of a receipt, what another run of the same item may tell otherwise.
    private static readonly string[] Passing = ["attempts", "deaths", "worker", "finished", "seconds", "started", "modified", "execution", "description"];

    private readonly TemporaryFolder _folder = new();

    public ScoringFolder(int scenes)
    {
        for (int i = 0; i < scenes; i++)
        {
            SyntheticFiles.Write(_folder[$"s2-{i}.tif"], Scene(i).Cloudy, Scene(i).OpticalProfile);
            SyntheticFiles.Write(_folder[$"s1-{i}.tif"], Scene(i).Sar, Scene(i).SarProfile);
        }

        WriteManifest([.. Enumerable.Range(0, scenes).Select(Line)]);
    }

    public string Manifest => _folder["manifest.jsonl"];

    public TemporaryFolder Files => _folder;

    public string this[string name] => _folder[name];

    public static string Line(int i) => $$"""{"id":"item-{{i}}","s2":"s2-{{i}}.tif","s1":"s1-{{i}}.tif"}""";

    public void WriteManifest(params string[] lines) => File.WriteAllLines(Manifest, lines);

    /// <summary>Runs <c>score</c> in this process.</summary>
    public CliRun Score(string run, params string[] args) => CliRun.Of(["score", Manifest, "--out", this[run], "--reserve", "0", .. args]);

    /// <summary>Starts <c>score</c> as a process of its own.</summary>
    /// <param name="run">Folder of the run; a full path stays.</param>
    /// <param name="faults">For <c>CLOUDLESS_FAULTS</c>; null for none.</param>
    /// <param name="args">More arguments.</param>
    public Process Start(string run, string? faults = null, params string[] args) =>
        CliProcess.StartWith(faults is null ? [] : new() { ["CLOUDLESS_FAULTS"] = faults }, ["score", Manifest, "--out", Path.Combine(_folder.Root, run), "--reserve", "0", .. args]);

    /// <summary>Every file of a run but journals: its bytes as a hash; receipts without times and attempts. Leftovers would show too.</summary>
    public SortedDictionary<string, string> Snapshot(string run)
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(this[run], "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            string name = Path.GetRelativePath(this[run], path);
            if (name.StartsWith("journals", StringComparison.Ordinal) || name == "run.json")
            {
                continue;
            }

            byte[] bytes = File.ReadAllBytes(path);
            files[name] = name.EndsWith("receipt.json", StringComparison.Ordinal) ? Lasting(bytes, this[run]) : Convert.ToHexString(SHA256.HashData(bytes));
        }

        return files;
    }

    /// <summary>The receipt of an item.</summary>
    public JsonElement Receipt(string run, string id)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(this[run], "items", id, "receipt.json")));
        return document.RootElement.Clone();
    }

    public void Dispose() => _folder.Dispose();

    private static string Lasting(byte[] receipt, string run)
    {
        JsonNode node = JsonNode.Parse(receipt)!;
        Strip(node);
        return node.ToJsonString().Replace(run, "RUN", StringComparison.Ordinal);
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (string name in Passing)
            {
                members.Remove(name);
            }

            foreach ((string _, JsonNode? value) in members.ToList())
            {
                Strip(value);
            }
        }
        else if (node is JsonArray items)
        {
            items.ToList().ForEach(Strip);
        }
    }

    private static SyntheticScene Scene(int i)
    {
        lock (Scenes)
        {
            return Scenes.TryGetValue(i, out SyntheticScene? scene) ? scene : Scenes[i] = SyntheticScene.Generate(Side, (ulong)(100 + i));
        }
    }
}
