using System.Buffers;

namespace Cloudless.Cli.Clusters;

/// <summary>Writes words for scripts, so that they arrive as they are, whatever is in them.</summary>
internal static class ShellText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,+@%=-");

    /// <summary>A word of a POSIX shell, in single quotes where it needs any.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Words of a POSIX shell with blanks between.</summary>
    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>A file of Slurm's, with <c>%A</c> and the like in <paramref name="name"/> alone, as the value of an option in an <c>#SBATCH</c> line.</summary>
    /// <exception cref="Hosting.UsageException">The folder has a name that Slurm cannot be told.</exception>
    public static string SlurmFile(string folder, string name)
    {
        // A backslash stops Slurm from filling in any %, and an #SBATCH line ends with its line.
        if (folder.Any(c => c == '\\' || char.IsControl(c)))
        {
            throw new Hosting.UsageException($"The folder '{folder}' has a backslash or a control character in its name, which Slurm's log files cannot have. Give another --out.");
        }

        string escaped = folder.Replace("%", "%%", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{escaped}/{name}\"";
    }
}
