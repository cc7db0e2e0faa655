using Cloudless.Removal;

namespace Cloudless.Scoring;

/// <summary>Written last, when all outputs of an item are in place: what was done, of what, by what.</summary>
public sealed record ItemReceipt
{
    /// <summary>The item.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 over the model, the options of this item and the kinds of output (<see cref="ItemSettings.Key"/>).</summary>
    public required string Key { get; init; }

    /// <summary>The Sentinel-2 scene, as the manifest names it; full path.</summary>
    public required string S2 { get; init; }

    /// <summary>The Sentinel-1 image, as the manifest names it; full paths.</summary>
    public required IReadOnlyList<string> S1 { get; init; }

    /// <summary>The files read, as they were.</summary>
    public required IReadOnlyList<ReceiptFile> Inputs { get; init; }

    /// <summary>The files written; paths within the item's folder.</summary>
    public required IReadOnlyList<ReceiptFile> Outputs { get; init; }

    /// <summary>Version of Cloudless; told, not compared.</summary>
    public required string CloudlessVersion { get; init; }

    /// <summary>Attempts that it took, in the process that succeeded.</summary>
    public required int Attempts { get; init; }

    /// <summary>Processes that died over the item before.</summary>
    public required int Deaths { get; init; }

    /// <summary>The worker.</summary>
    public required string Worker { get; init; }

    /// <summary>When it was done.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>Seconds of the successful attempt.</summary>
    public required double Seconds { get; init; }

    /// <summary>What the removal tells: model, engine, options, pixels, seconds by stage.</summary>
    public required RemovalReceipt Removal { get; init; }
}

/// <summary>What of a receipt tells whether an item is done.</summary>
/// <param name="Key">As <see cref="ItemReceipt.Key"/>.</param>
/// <param name="S2">As <see cref="ItemReceipt.S2"/>.</param>
/// <param name="S1">As <see cref="ItemReceipt.S1"/>.</param>
/// <param name="Inputs">As <see cref="ItemReceipt.Inputs"/>.</param>
/// <param name="Outputs">As <see cref="ItemReceipt.Outputs"/>.</param>
internal sealed record ReceiptHead(string Key, string S2, IReadOnlyList<string> S1, IReadOnlyList<ReceiptFile> Inputs, IReadOnlyList<ReceiptFile> Outputs);
