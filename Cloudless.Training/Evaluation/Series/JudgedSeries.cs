namespace Cloudless.Training.Evaluation.Series;

/// <summary>A series as a report tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dates">Number of dates.</param>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Bands">The bands that were judged.</param>
/// <param name="SarDates">Dates that have Sentinel-1.</param>
/// <param name="Truths">Dates clear enough to be a truth.</param>
/// <param name="Donors">Dates whose clouds can be blended.</param>
public sealed record JudgedSeries(string Name, int Dates, DateOnly First, DateOnly Last, int Width, int Height, IReadOnlyList<string> Bands, int SarDates, int Truths, int Donors);
