using System.Text.Json;
using System.Text.Json.Serialization;
using Cloudless.Cli.Clusters;
using Cloudless.Cli.Demo;
using Cloudless.Cli.Jobs;
using Cloudless.Training.Import;
using Cloudless.Training.Datasets.Checks;
using Cloudless.Training.Quantization;

namespace Cloudless.Cli.Output;

/// <summary>Writes results as JSON: camel case, indented, names as in the report types. Names are never changed or removed, only added.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(MaskReport))]
[JsonSerializable(typeof(EvaluateReport))]
[JsonSerializable(typeof(DemoReport))]
[JsonSerializable(typeof(InfoReport))]
[JsonSerializable(typeof(QuantizationReport))]
[JsonSerializable(typeof(DatasetReport))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(SubmitReport))]
[JsonSerializable(typeof(ManifestReport))]
internal sealed partial class CliJson : JsonSerializerContext
{
    public static string Write(MaskReport report) => JsonSerializer.Serialize(report, Default.MaskReport);

    public static string Write(EvaluateReport report) => JsonSerializer.Serialize(report, Default.EvaluateReport);

    public static string Write(DemoReport report) => JsonSerializer.Serialize(report, Default.DemoReport);

    public static string Write(InfoReport report) => JsonSerializer.Serialize(report, Default.InfoReport);

    public static string Write(QuantizationReport report) => JsonSerializer.Serialize(report, Default.QuantizationReport);

    public static string Write(ImportReport report) => JsonSerializer.Serialize(report, Default.ImportReport);

    public static string Write(SubmitReport report) => JsonSerializer.Serialize(report, Default.SubmitReport);

    public static string Write(ManifestReport report) => JsonSerializer.Serialize(report, Default.ManifestReport);

    public static string Write(DatasetReport report) => JsonSerializer.Serialize(report, Default.DatasetReport);
}
