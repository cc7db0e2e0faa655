namespace Cloudless.Training.Datasets.TimeSeries;

/// <summary>One date of a series: the optical image and the SAR image that goes with it, taken some days apart.</summary>
/// <param name="Number">Its number in the series, 0 and up.</param>
/// <param name="Date">Day of the optical image; of the SAR image where there is no optical one.</param>
/// <param name="SarDate">Day of the SAR image; null where there is none.</param>
/// <param name="OpticalPath">File of 13 bands; null where it is missing.</param>
/// <param name="SarPath">File of VV and VH, dB; null where it is missing.</param>
public sealed record TimeSeriesDate(int Number, DateOnly Date, DateOnly? SarDate, string? OpticalPath, string? SarPath);
