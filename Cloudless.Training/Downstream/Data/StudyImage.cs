using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>An image in memory, clear and cloudy, with the patches that are cut of it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Scene">What it shows: images of one scene hang together.</param>
/// <param name="Clear">[13,H,W], DN.</param>
/// <param name="Cloudy">[13,H,W], DN.</param>
/// <param name="Sar">[2,H,W], dB; null where there is none.</param>
/// <param name="Windows">The patches.</param>
internal sealed record StudyImage(string Id, string Scene, Raster<float> Clear, Raster<float> Cloudy, Raster<float>? Sar, IReadOnlyList<StudyWindow> Windows);

/// <summary>A patch of an image.</summary>
/// <param name="Id">Its name, unique in the study.</param>
/// <param name="Window">Where it lies.</param>
/// <param name="Label">Its class as the data names it; null where the classifier's word on the clear patch is to count.</param>
internal sealed record StudyWindow(string Id, Window Window, string? Label);
