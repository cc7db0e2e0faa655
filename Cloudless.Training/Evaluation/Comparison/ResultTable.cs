namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>A table of words, for the console and for the HTML report.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Note">How to read it.</param>
/// <param name="Columns">Heads; the first is that of the rows' names.</param>
/// <param name="Rows">Cells, the row's name first.</param>
public sealed record ResultTable(string Title, string Note, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table in columns of equal width, names to the left, figures to the right.</summary>
    public IEnumerable<string> Lines()
    {
        int[] widths = [.. Columns.Select((head, c) => Rows.Select(r => r[c].Length).Append(head.Length).Max())];
        string Line(IReadOnlyList<string> cells) => string.Join("  ", cells.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd();
        return Rows.Select(Line).Prepend(Line(Columns)).Prepend(Title);
    }
}
