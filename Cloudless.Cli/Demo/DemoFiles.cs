using System.Text.Json;

namespace Cloudless.Cli.Demo;

/// <summary>Where the files of a demo lie.</summary>
internal sealed record DemoFiles(string Folder)
{
    public string SyntheticOptical => Path.Combine(Folder, "synthetic_s2.tif");

    public string SyntheticSar => Path.Combine(Folder, "synthetic_s1.tif");

    public string SyntheticTruth => Path.Combine(Folder, "synthetic_truth.tif");

    public string CloudFree => Path.Combine(Folder, "cloud_free.tif");

    public string Mask => Path.Combine(Folder, "mask.tif");

    public string BeforeAfter => Path.Combine(Folder, "before_after.png");

    public string Receipt => Path.Combine(Folder, "receipt.json");

    /// <summary>Refuses a folder in which the results would replace files that no demo wrote. Those of a demo are told by their receipt, made-up scenes by their names.</summary>
    /// <exception cref="OutputExistsException">There is such a file.</exception>
    public void RequireReplaceable()
    {
        string[] results = [CloudFree, Mask, BeforeAfter, Receipt];
        if (Array.Find(results, File.Exists) is { } found && !HasReceiptOfDemo())
        {
            throw new OutputExistsException(
                $"'{found}' exists and no receipt of a demo stands beside it. Choose another folder with --out, or ask for overwriting (--overwrite).");
        }
    }

    private bool HasReceiptOfDemo()
    {
        if (!File.Exists(Receipt))
        {
            return false;
        }

        try
        {
            using JsonDocument receipt = JsonDocument.Parse(File.ReadAllText(Receipt));
            return receipt.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("cloudlessVersion", out _)
                && root.TryGetProperty("outputs", out JsonElement outputs) && outputs.ValueKind == JsonValueKind.Array
                && outputs.EnumerateArray().Select(NameOf).ToHashSet().SetEquals([.. new[] { CloudFree, Mask, BeforeAfter }.Select(Path.GetFileName)]);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? NameOf(JsonElement output) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty("path", out JsonElement path) && path.ValueKind == JsonValueKind.String
            ? Path.GetFileName(path.GetString())
            : null;
}
