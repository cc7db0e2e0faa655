using System.Text;

namespace Cloudless.Scoring;

/// <summary>Fields of a line of comma-separated values by RFC 4180; a field does not go over several lines.</summary>
internal static class CsvLine
{
    /// <summary>Splits a line; null where a quote is not closed or text follows a closing one.</summary>
    public static List<string>? Split(string line)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        for (int i = 0; ; i++)
        {
            field.Clear();
            if (i < line.Length && line[i] == '"')
            {
                if (Quoted(line, i, field) is not { } end)
                {
                    return null;
                }

                i = end;
            }
            else
            {
                for (; i < line.Length && line[i] != ','; i++)
                {
                    field.Append(line[i]);
                }
            }

            fields.Add(field.ToString());
            if (i >= line.Length)
            {
                return fields;
            }
        }
    }

    /// <summary>Joins fields to a line, in quotes where they need them.</summary>
    public static string Join(IEnumerable<string> fields) =>
        string.Join(',', fields.Select(f => f.AsSpan().ContainsAny(',', '"') ? $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : f));

    // From the opening quote to the comma or the end behind the closing one.
    private static int? Quoted(string line, int start, StringBuilder field)
    {
        for (int i = start + 1; i < line.Length; i++)
        {
            if (line[i] != '"')
            {
                field.Append(line[i]);
            }
            else if (i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[i++]);
            }
            else
            {
                return i + 1 == line.Length || line[i + 1] == ',' ? i + 1 : null;
            }
        }

        return null;
    }
}
