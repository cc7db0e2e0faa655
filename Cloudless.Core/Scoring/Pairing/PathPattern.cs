using System.IO.Enumeration;

namespace Cloudless.Scoring;

/// <summary>Finds files and folders by patterns: <c>*</c> and <c>?</c> within a name, <c>**</c> for folders of any depth.</summary>
internal static class PathPattern
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = true };

    /// <summary>What a pattern matches, as full paths; a path without a pattern matches itself where it exists.</summary>
    public static IEnumerable<string> Find(string pattern)
    {
        string full = Path.GetFullPath(pattern), root = Path.GetPathRoot(full)!;
        string[] parts = full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        return Find(root, parts);
    }

    private static IEnumerable<string> Find(string folder, ReadOnlyMemory<string> parts)
    {
        if (parts.IsEmpty)
        {
            return [folder];
        }

        string part = parts.Span[0];
        ReadOnlyMemory<string> rest = parts[1..];
        if (part == "**")
        {
            return Find(folder, rest).Concat(Folders(folder).SelectMany(f => Find(f, parts))).Distinct();
        }

        if (!part.AsSpan().ContainsAny('*', '?'))
        {
            string path = Path.Combine(folder, part);
            return Path.Exists(path) ? Find(path, rest) : [];
        }

        return Directory.Exists(folder)
            ? Directory.EnumerateFileSystemEntries(folder, "*", Everything).Where(e => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(e), ignoreCase: false)).SelectMany(e => Find(e, rest))
            : [];
    }

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "*", Everything) : [];
}
