namespace Cloudless.Training.Datasets.Images;

/// <summary>Where the images of a patch are.</summary>
/// <param name="Input">The cloudy image; null where clouds must be pasted or simulated.</param>
/// <param name="Target">The cloud-free image.</param>
/// <param name="Sar">VV and VH; null where there is none.</param>
internal sealed record PatchImages(OpticalSource? Input, OpticalSource Target, SarSource? Sar);
