using System.Security.Cryptography;
using System.Text;

namespace Cloudless.Reports;

/// <summary>The frame of a page that is one file: styles and scripts inside, nothing fetched, opened from a disk as well as from a server.</summary>
internal static class HtmlPage
{
    /// <summary>Makes a page.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="scripts">Names of scripts in Reports/Assets.</param>
    /// <param name="body">Writes what is in it.</param>
    /// <param name="images">Where pictures may come from, as a policy says it; by default from the page itself alone.</param>
    public static string Make(string title, IReadOnlyList<string> scripts, Action<HtmlWriter> body, string images = "data:")
    {
        string[] contents = [.. scripts.Select(Asset)];
        var html = new HtmlWriter();
        html.Open("html", ("lang", "en")).Open("head")
            .Void("meta", ("charset", "utf-8"))
            .Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy(contents, images)))
            .Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Void("meta", ("name", "color-scheme"), ("content", "light dark"))
            .Element("title", title)
            .Resource("style", Asset("page.css"))
            .Close()
            .Open("body").Open("main");
        body(html);
        html.Close();
        foreach (string script in contents)
        {
            html.Resource("script", script);
        }

        html.Close().Close();
        return $"<!doctype html>\n{html}";
    }

    // The browser itself sees to it that the page loads nothing and that no script runs but ours, which it knows by their hashes.
    private static string Policy(IEnumerable<string> scripts, string images) =>
        $"default-src 'none'; img-src {images}; style-src 'unsafe-inline'; script-src {string.Join(' ', scripts.Select(Hash))}; base-uri 'none'; form-action 'none'";

    private static string Hash(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Asset(string name)
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream($"Cloudless.Reports.{name}")
            ?? throw new InvalidOperationException($"This build of Cloudless lacks its own resource '{name}'.");
        using var reader = new StreamReader(stream);
        // The browser hashes line feeds alone, whatever ends the lines of the source.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
