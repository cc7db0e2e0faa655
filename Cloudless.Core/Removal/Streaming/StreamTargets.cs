using Cloudless.Rasters;

namespace Cloudless.Removal.Streaming;

/// <summary>What a job writes, under the names it has until all is done.</summary>
internal sealed record StreamTargets
{
    /// <summary>The image's place, for messages.</summary>
    public required string Output { get; init; }

    /// <summary>Where the image is written; temporary files begin with this name.</summary>
    public required string Image { get; init; }

    /// <summary>Layout of the rasters.</summary>
    public required RasterWriteOptions Layout { get; init; }

    /// <summary>Cloud and shadow classes; null where nobody wants them.</summary>
    public string? Mask { get; init; }

    /// <summary>The detector's score; null where nobody wants it.</summary>
    public string? Score { get; init; }

    /// <summary>The network's share; null where nobody wants it.</summary>
    public string? Weight { get; init; }

    /// <summary>How sure the network is; null where nobody wants to know.</summary>
    public string? Uncertainty { get; init; }

    /// <summary>Which pixels were changed; null where nobody wants to know.</summary>
    public string? Changed { get; init; }

    /// <summary>Before and after; null where nobody wants them in a file.</summary>
    public string? Quicklook { get; init; }

    /// <summary>Whether pictures for a page are wanted.</summary>
    public bool Page { get; init; }
}
