using System.Text.Json.Serialization;

namespace Cloudless.Networks.Onnx;

/// <summary>Generated JSON code for <see cref="ModelCard"/>: needs no reflection, so that trimmed and AOT-compiled programs read models.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelCardJson : JsonSerializerContext;
