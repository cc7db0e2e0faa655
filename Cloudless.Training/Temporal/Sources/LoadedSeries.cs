using Cloudless.Imagery;

namespace Cloudless.Training.Temporal.Sources;

/// <summary>A series as it was read, whole.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Bands">Ids of the bands that were measured, in the order of <see cref="Sentinel2Band.All"/>.</param>
/// <param name="Dates">Days, ascending, each once.</param>
/// <param name="Optical">[C,H,W] each, C the bands, signed DN; 0 in every band is nodata.</param>
/// <param name="Sar">[2,H,W] in dB for each date, null for a date without; null for none at all.</param>
/// <param name="Masks">[1,H,W] for each date where the data have masks of their own; null where clouds are to be found.</param>
/// <param name="Notes">What the user should know, a sentence each.</param>
internal sealed record LoadedSeries(
    string Name, IReadOnlyList<string> Bands, IReadOnlyList<DateOnly> Dates, IReadOnlyList<Raster<float>> Optical, IReadOnlyList<Raster<float>?>? Sar, IReadOnlyList<Raster<byte>>? Masks,
    IReadOnlyList<string> Notes);
