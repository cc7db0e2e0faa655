using Cloudless.Reports;

namespace Cloudless.Training.Downstream;

/// <summary>A figure of the page.</summary>
/// <param name="Table">Name of the table that it stands beside.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Write">Writes its SVG.</param>
internal sealed record StudyDrawing(string Table, string Title, Action<HtmlWriter> Write);
