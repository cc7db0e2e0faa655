using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cloudless.Scoring;

/// <summary>Metrics and traces of scoring, for whoever listens: meter and activity source are named <see cref="Name"/>.</summary>
/// <remarks>
/// <c>cloudless.items</c> (by <c>outcome</c>), <c>cloudless.pixels</c>, <c>cloudless.retries</c>, <c>cloudless.item.duration</c> and <c>cloudless.stage.duration</c> (by <c>stage</c>) in seconds,
/// <c>cloudless.queue.depth</c>, <c>cloudless.items.running</c>. An activity <c>score item</c> for each item, with <c>check</c>, <c>remove</c> and <c>receipt</c> in it.
/// </remarks>
public static class ScoringTelemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Cloudless";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Activities { get; } = new(Name);

    internal static Counter<long> Items { get; } = Meter.CreateCounter<long>("cloudless.items", "{item}", "Items that came to an end.");

    internal static Counter<long> Pixels { get; } = Meter.CreateCounter<long>("cloudless.pixels", "{pixel}", "Pixels of the scenes that were done.");

    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>("cloudless.retries", "{attempt}", "Attempts behind the first ones.");

    internal static Histogram<double> ItemSeconds { get; } = Meter.CreateHistogram<double>("cloudless.item.duration", "s", "Time of an item.");

    internal static Histogram<double> StageSeconds { get; } = Meter.CreateHistogram<double>("cloudless.stage.duration", "s", "Time that an item waited for a stage.");

    internal static UpDownCounter<int> QueueDepth { get; } = Meter.CreateUpDownCounter<int>("cloudless.queue.depth", "{item}", "Items that wait for a free place.");

    internal static UpDownCounter<int> Running { get; } = Meter.CreateUpDownCounter<int>("cloudless.items.running", "{item}", "Items in flight.");
}
