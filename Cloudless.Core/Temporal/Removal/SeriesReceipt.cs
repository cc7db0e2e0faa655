using System.Text.Json;
using System.Text.Json.Serialization;
using Cloudless.Masks;
using Cloudless.Removal;

namespace Cloudless.Temporal;

/// <summary>What a removal over a series read, did and wrote: enough to repeat it and to tell later where a file came from.</summary>
public sealed record SeriesReceipt
{
    /// <summary>Version of Cloudless.</summary>
    public required string CloudlessVersion { get; init; }

    /// <summary>Version of GDAL.</summary>
    public required string GdalVersion { get; init; }

    /// <summary>Version of the .NET runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>When the work began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The method's name.</summary>
    public required string Method { get; init; }

    /// <summary>The network; null for a method without.</summary>
    public ReceiptModel? Model { get; init; }

    /// <summary>Whether clear pixels kept their bits.</summary>
    public required bool Composite { get; init; }

    /// <summary>What found the clouds.</summary>
    public required DetectorOptions Detector { get; init; }

    /// <summary>The dates of the series, ascending.</summary>
    public required IReadOnlyList<SeriesReceiptDate> Dates { get; init; }

    /// <summary>The images made, ascending.</summary>
    public required IReadOnlyList<SeriesReceiptImage> Images { get; init; }

    /// <summary>Pixels that are clear on no date: what stands there is a guess.</summary>
    public required long NeverClearPixels { get; init; }

    /// <summary>Things to tell the user.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Seconds by stage, in the order of work.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <summary>The files read.</summary>
    public required IReadOnlyList<ReceiptFile> Inputs { get; init; }

    /// <summary>The files written, without the receipt itself.</summary>
    public required IReadOnlyList<ReceiptFile> Outputs { get; init; }

    /// <summary>The receipt as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SeriesReceiptJson.Default.SeriesReceipt);
}

/// <summary>A date of the series.</summary>
/// <param name="Date">The day.</param>
/// <param name="DateFrom">What told it.</param>
/// <param name="Scene">The scene, as it was found.</param>
/// <param name="Radiometry">How stored numbers were read as DN, by name.</param>
/// <param name="Sar">The Sentinel-1 image that goes with it; null for none.</param>
/// <param name="SarDate">Its day.</param>
/// <param name="CoveredPercent">Share of the pixels with data that are covered.</param>
/// <param name="NoDataPercent">Share of all pixels without data.</param>
public sealed record SeriesReceiptDate(
    DateOnly Date, string DateFrom, string Scene, string Radiometry, string? Sar, DateOnly? SarDate, double CoveredPercent, double NoDataPercent);

/// <summary>An image made.</summary>
/// <param name="Date">The day it stands for.</param>
/// <param name="File">Its file.</param>
/// <param name="RepaintedPixels">Pixels taken from the method, wholly or in part; the others have the scene's bits.</param>
/// <param name="GuessedPixels">Those of them that are clear on no date of the series.</param>
public sealed record SeriesReceiptImage(DateOnly Date, string File, long RepaintedPixels, long GuessedPixels);

/// <summary>Source-generated JSON of the receipt.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(SeriesReceipt))]
internal sealed partial class SeriesReceiptJson : JsonSerializerContext;
