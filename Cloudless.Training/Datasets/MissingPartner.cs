namespace Cloudless.Training.Datasets;

/// <summary>A patch that lacks a file.</summary>
/// <param name="Patch">Its id.</param>
/// <param name="Missing">What is missing: <c>cloudy</c>, <c>cloud-free</c> or <c>SAR</c>.</param>
/// <param name="Expected">The file that was expected.</param>
public sealed record MissingPartner(string Patch, string Missing, string Expected);
