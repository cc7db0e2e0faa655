using System.Reflection;
using Cloudless.Fusion;
using Cloudless.Imagery;

namespace Cloudless.Removal;

/// <summary>Tags that tell in the result itself how it was made.</summary>
internal static class RemovalTags
{
    /// <summary>Version of this library.</summary>
    public static string Version { get; } =
        typeof(RemovalTags).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The input's tags and ours.</summary>
    /// <param name="tags">The input's.</param>
    /// <param name="remover">Model.</param>
    /// <param name="radiometry">How the image was read, and is to be read again.</param>
    /// <param name="given">SAR that was given; null where none was.</param>
    /// <param name="used">What was found in it; null where it was not used.</param>
    public static IReadOnlyDictionary<string, string> Add(
        IReadOnlyDictionary<string, string> tags, CloudRemover remover, Radiometry radiometry, SarSource? given, SarReport? used) =>
        new Dictionary<string, string>(tags)
        {
            ["CLOUDLESS_VERSION"] = Version,
            ["CLOUDLESS_MODEL"] = remover.Model.Card.Name,
            ["CLOUDLESS_MODEL_VERSION"] = remover.Model.Card.Version,
            ["CLOUDLESS_MODEL_SHA256"] = remover.Model.Sha256,
            ["CLOUDLESS_RADIOMETRY"] = radiometry.Name,
            ["CLOUDLESS_SAR"] = used switch
            {
                { Scale: SarScale.Decibel } => "dB",
                { Scale: SarScale.Linear } => "linear power",
                _ => given is not null ? "not used" : "none",
            },
            ["CLOUDLESS_SAR_ID"] = used is null ? "none" : string.Join(", ", given!.Files.Select(Path.GetFileName)),
            ["CLOUDLESS_DETECTOR"] = remover.Options.Detector.Kind.ToString().ToLowerInvariant(),
        };
}
