namespace Cloudless.Benchmarks.Report;

/// <summary>The part of a text between two comments that is written by a program; what stands around it is written by people.</summary>
internal static class MarkedSection
{
    /// <summary>Stands before the part.</summary>
    public const string Begin = "<!-- written by `dotnet run build.cs bench`, from here -->";

    /// <summary>Stands behind the part.</summary>
    public const string End = "<!-- to here -->";

    /// <summary>Replaces what is between the comments.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="content">The new part.</param>
    /// <param name="source">File of the text, for the error message.</param>
    /// <exception cref="CloudlessException">The two comments are not there, once each and in order.</exception>
    public static string Replace(string text, string content, string source)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin || text.LastIndexOf(Begin, StringComparison.Ordinal) != begin || text.LastIndexOf(End, StringComparison.Ordinal) != end)
        {
            throw new CloudlessException($"{source}: the tables need one line '{Begin}' and one line '{End}' behind it. Put them where the tables belong.");
        }

        return $"{text[..begin]}{Begin}\n\n{content.Trim()}\n\n{text[end..]}";
    }
}
