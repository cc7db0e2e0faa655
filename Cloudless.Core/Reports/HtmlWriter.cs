using System.Globalization;
using System.Net;
using System.Text;

namespace Cloudless.Reports;

/// <summary>Writes HTML. Every text and every attribute is escaped here, so nothing that comes from files or their names can become markup. Not thread-safe.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element; it ends with <see cref="Close"/>.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="attributes">Names and values; a null value leaves the attribute out, an empty one writes its name alone.</param>
    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        _open.Push(tag);
        return this;
    }

    /// <summary>Closes the element opened last.</summary>
    public HtmlWriter Close()
    {
        _html.Append("</").Append(_open.Pop()).Append(">\n");
        return this;
    }

    /// <summary>Text.</summary>
    public HtmlWriter Text(string text)
    {
        _html.Append(WebUtility.HtmlEncode(text));
        return this;
    }

    /// <summary>An element that holds text alone.</summary>
    public HtmlWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        Text(text);
        _html.Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>An element without content, e.g. a picture.</summary>
    public HtmlWriter Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(tag, attributes);
        _html.Append('\n');
        return this;
    }

    /// <summary>A style or script of this library, as it is.</summary>
    public HtmlWriter Resource(string tag, string content)
    {
        _html.Append('<').Append(tag).Append('>').Append(content).Append("</").Append(tag).Append(">\n");
        return this;
    }

    /// <summary>Data for a script of the page.</summary>
    /// <param name="id">How the script finds them.</param>
    /// <param name="json">JSON in which '&lt;' is escaped, as .NET's default encoder does.</param>
    /// <exception cref="ArgumentException">It is not, and could end the element.</exception>
    public HtmlWriter Data(string id, string json)
    {
        if (json.Contains('<', StringComparison.Ordinal))
        {
            throw new ArgumentException("Data for a script must have '<' escaped.", nameof(json));
        }

        Begin("script", [("type", "application/json"), ("id", id)]);
        _html.Append(json).Append("</script>\n");
        return this;
    }

    /// <summary>The document.</summary>
    /// <exception cref="InvalidOperationException">An element is still open.</exception>
    public override string ToString() => _open.Count == 0
        ? _html.ToString()
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{_open.Count} elements are open, the last one '{_open.Peek()}'."));

    private void Begin(string tag, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _html.Append('<').Append(tag);
        foreach ((string name, string? value) in attributes)
        {
            if (value is not null)
            {
                _html.Append(' ').Append(name);
                if (value.Length > 0)
                {
                    _html.Append("=\"").Append(WebUtility.HtmlEncode(value)).Append('"');
                }
            }
        }

        _html.Append('>');
    }
}
