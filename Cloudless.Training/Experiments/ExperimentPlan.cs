using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cloudless.Training.Experiments;

/// <summary>An experiment as its JSON file says it: what varies, and how often each is trained.</summary>
internal sealed record ExperimentPlan
{
    /// <summary>Title of the table.</summary>
    [JsonRequired]
    public string Title { get; set; } = "";

    /// <summary>Settings of all trainings, as in a settings file; what is not given has its default.</summary>
    public JsonObject Settings { get; set; } = [];

    /// <summary>What is compared.</summary>
    [JsonRequired]
    public IReadOnlyList<ExperimentVariant> Variants { get; set; } = [];

    /// <summary>Name of the variant that the others' gains are told against; the first where it is not given.</summary>
    public string? Reference { get; set; }

    /// <summary>Each variant is trained once for each of these.</summary>
    [JsonRequired]
    public IReadOnlyList<ExperimentDraw> Draws { get; set; } = [];
}

/// <summary>One of the things that are compared.</summary>
internal sealed record ExperimentVariant
{
    /// <summary>Its name, unique.</summary>
    [JsonRequired]
    public string Name { get; set; } = "";

    /// <summary>Settings over those of the experiment.</summary>
    public JsonObject Settings { get; set; } = [];
}

/// <summary>One repetition of all variants.</summary>
internal sealed record ExperimentDraw
{
    /// <summary>Seed of weights and batches.</summary>
    [JsonRequired]
    public ulong Seed { get; set; }

    /// <summary>The fold left out and judged on.</summary>
    [JsonRequired]
    public int Fold { get; set; }
}
