using System.Reflection;
using Cloudless.Fusion;

namespace Cloudless.Removal;

/// <summary>Tags that tell in the result itself how it was made.</summary>
internal static class RemovalTags
{
    /// <summary>Version of this library.</summary>
    public static string Version { get; } =
        typeof(RemovalTags).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The input's tags and ours.</summary>
    public static IReadOnlyDictionary<string, string> Add(
        IReadOnlyDictionary<string, string> tags, CloudRemover remover, PreparedSar sar, bool sarGiven) =>
        new Dictionary<string, string>(tags)
        {
            ["CLOUDLESS_VERSION"] = Version,
            ["CLOUDLESS_MODEL"] = remover.Model.Card.Name,
            ["CLOUDLESS_MODEL_SHA256"] = remover.Model.Sha256,
            ["CLOUDLESS_RADIOMETRY"] = remover.Options.Radiometry.Name,
            ["CLOUDLESS_SAR"] = sar.Report switch
            {
                { Scale: SarScale.Decibel } => "dB",
                { Scale: SarScale.Linear } => "linear power",
                _ => sarGiven ? "not used" : "none",
            },
        };
}
