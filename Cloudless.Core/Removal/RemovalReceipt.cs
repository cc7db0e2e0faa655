using System.Text.Json;
using System.Text.Json.Serialization;
using Cloudless.Fusion;
using Cloudless.Inference;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal;

/// <summary>What a removal read, did and wrote: enough to repeat it and to tell later where a file came from.</summary>
public sealed record RemovalReceipt
{
    /// <summary>Version of Cloudless.</summary>
    public required string CloudlessVersion { get; init; }

    /// <summary>Version of GDAL.</summary>
    public required string GdalVersion { get; init; }

    /// <summary>Version of the .NET runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>When the work began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The images read.</summary>
    public required IReadOnlyList<ReceiptFile> Inputs { get; init; }

    /// <summary>The model.</summary>
    public required ReceiptModel Model { get; init; }

    /// <summary>The engine and why it was chosen.</summary>
    public required ReceiptEngine Engine { get; init; }

    /// <summary>Engine, threads and tile size asked for.</summary>
    public required ExecutionOptions Execution { get; init; }

    /// <summary>What was removed and how.</summary>
    public required RemovalOptions Options { get; init; }

    /// <summary>How stored numbers were read as DN, by name.</summary>
    public required string Radiometry { get; init; }

    /// <summary>Tiles and pixels.</summary>
    public required RemovalStatistics Statistics { get; init; }

    /// <summary>What was found in the SAR image; null where none was used.</summary>
    public required SarReport? Sar { get; init; }

    /// <summary>How the masked pixels were filled before the network saw them; null where the model's card asks for no fill.</summary>
    public PriorFillReport? PriorFill { get; init; }

    /// <summary>Things to tell the user; empty as a rule.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>
    /// Seconds by stage, in the order of work: how long the job waited for it. Stages overlap (SAR is prepared while the image is read, rows are written
    /// while later ones are painted), so a stage that was done in the shadow of another has little; the sum is the time of the job.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>The files written, without the receipt itself.</summary>
    public required IReadOnlyList<ReceiptFile> Outputs { get; init; }

    /// <summary>The receipt as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RemovalReceiptJson.Default.RemovalReceipt);
}

/// <summary>A file as it was when it was read or written.</summary>
/// <param name="Role">What it is: <c>optical</c>, <c>sar</c>, <c>image</c>, <c>mask</c>, <c>score</c>, <c>weight</c>, <c>changed</c>, <c>uncertainty</c>, <c>quicklook</c>, <c>page</c> or <c>item</c>.</param>
/// <param name="Path">Full path; as given for GDAL's virtual paths.</param>
/// <param name="Bytes">Size; null for virtual paths.</param>
/// <param name="Modified">Time of last change; null for virtual paths.</param>
/// <param name="Sha256">SHA-256 in lowercase hexadecimal; null for virtual paths.</param>
public sealed record ReceiptFile(string Role, string Path, long? Bytes, DateTimeOffset? Modified, string? Sha256);

/// <summary>A model by name and content.</summary>
/// <param name="Name">Name in its card.</param>
/// <param name="Version">Version in its card.</param>
/// <param name="Source">Path, or the name of the embedded model.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
public sealed record ReceiptModel(string Name, string Version, string Source, string Sha256);

/// <summary>The engine that computed.</summary>
/// <param name="Name">Name, e.g. <c>cpu</c>.</param>
/// <param name="Reason">Why it was chosen.</param>
/// <param name="Description">Versions, instruction set or device, threads.</param>
public sealed record ReceiptEngine(string Name, string Reason, string Description);

/// <summary>Source-generated JSON of the receipt, so that it works trimmed and ahead of time; infinity is a value of some options.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RemovalReceipt))]
internal sealed partial class RemovalReceiptJson : JsonSerializerContext;
