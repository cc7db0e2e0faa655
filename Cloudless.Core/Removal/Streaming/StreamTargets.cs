using Cloudless.Rasters;

namespace Cloudless.Removal.Streaming;

/// <summary>What a job writes, under the names it has until all is done.</summary>
/// <param name="Output">The image's place, for messages.</param>
/// <param name="Image">Where the image is written; temporary files begin with this name.</param>
/// <param name="Mask">Cloud and shadow classes; null where nobody wants them.</param>
/// <param name="Weight">The network's share; null where nobody wants it.</param>
/// <param name="Quicklook">Before and after; null where nobody wants them.</param>
/// <param name="Layout">Layout of the rasters.</param>
internal sealed record StreamTargets(string Output, string Image, string? Mask, string? Weight, string? Quicklook, RasterWriteOptions Layout);
