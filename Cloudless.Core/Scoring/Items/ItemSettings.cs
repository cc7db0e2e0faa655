using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Cloudless.Inference;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>What decides the bytes of an item's outputs, beside its inputs: model, options, kinds of output.</summary>
/// <remarks>
/// Only what differs from the defaults goes in: an option that a later version adds leaves the keys of what is done as they are. The engine is not in it: where it is chosen, machines may differ.
/// </remarks>
public sealed class ItemSettings
{
    private ItemSettings(JsonObject content)
    {
        Content = content;
        Key = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, ScoringJson.Default.JsonObject)));
    }

    /// <summary>The settings, without those that have their defaults.</summary>
    internal JsonObject Content { get; }

    /// <summary>SHA-256 over the settings, lowercase hexadecimal: equal for equal ones.</summary>
    public string Key { get; }

    /// <summary>Settings of an item.</summary>
    /// <param name="modelSha256">SHA-256 of the model.</param>
    /// <param name="request">The run.</param>
    /// <param name="plan">What is done with the item.</param>
    internal static ItemSettings Of(string modelSha256, ScoreRequest request, ItemPlan plan)
    {
        var layout = new LayoutSettings(request.Layout.Format, request.Layout.Compression, request.Layout.TileSize, request.Layout.Overviews);
        var content = new JsonObject { ["model"] = modelSha256, ["outputs"] = new JsonArray([.. request.Outputs.Roles.Select(r => (JsonNode)r)]) };
        Add(content, "options", plan.Options, new RemovalOptions(), ScoringJson.Default.RemovalOptions);
        Add(content, "source", plan.Source, new OpticalSourceOptions(), ScoringJson.Default.OpticalSourceOptions);
        Add(content, "bounds", plan.Bounds, null, ScoringJson.Default.SceneBounds);
        Add(content, "layout", layout, new LayoutSettings(RasterFormat.GeoTiff, RasterCompression.Deflate, 512, true), ScoringJson.Default.LayoutSettings);
        if (request.Execution.Engine.Precision != ComputePrecision.Float32)
        {
            content["precision"] = request.Execution.Engine.Precision.ToString();
        }

        return new ItemSettings(content);
    }

    private static void Add<T>(JsonObject content, string name, T value, T standard, JsonTypeInfo<T> type)
    {
        if (Difference(Node(value, type), Node(standard, type)) is { } node)
        {
            content[name] = node;
        }
    }

    private static JsonNode? Node<T>(T value, JsonTypeInfo<T> type) => value is null ? null : JsonSerializer.SerializeToNode(value, type);

    // What of a node is not in the other one; null where nothing is.
    private static JsonNode? Difference(JsonNode? node, JsonNode? other)
    {
        if (JsonNode.DeepEquals(node, other))
        {
            return null;
        }

        if (node is not JsonObject members || other is not JsonObject others)
        {
            return node?.DeepClone();
        }

        var difference = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
        {
            if (!JsonNode.DeepEquals(value, others[name]))
            {
                difference[name] = Difference(value, others[name]);
            }
        }

        return difference;
    }
}

/// <summary>What of the layout changes bytes.</summary>
internal sealed record LayoutSettings(RasterFormat Format, RasterCompression Compression, int TileSize, bool Overviews);
