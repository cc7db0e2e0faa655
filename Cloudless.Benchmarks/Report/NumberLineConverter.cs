using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloudless.Benchmarks.Report;

/// <summary>Writes a list of numbers on one line with six significant digits: a clock gives no more, and one number per line makes pages.</summary>
internal sealed class NumberLineConverter : JsonConverter<double[]>
{
    /// <inheritdoc/>
    public override double[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<double> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.GetDouble());
        }

        return [.. numbers];
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double[] value, JsonSerializerOptions options) =>
        writer.WriteRawValue($"[{string.Join(", ", value.Select(number => number.ToString("g6", CultureInfo.InvariantCulture)))}]");
}
