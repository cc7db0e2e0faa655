using System.Globalization;

namespace Cloudless.Reports;

/// <summary>A picture for a page.</summary>
/// <param name="Png">The file's bytes.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record PagePicture(byte[] Png, int Width, int Height)
{
    /// <summary>The picture as an address that holds all of it.</summary>
    public string Address => $"data:image/png;base64,{Convert.ToBase64String(Png)}";
}

/// <summary>Two pictures of one place with a line between them that can be moved; side by side where scripts are off, and on paper.</summary>
internal static class CompareSlider
{
    /// <summary>The script that the page needs.</summary>
    public const string Script = "compare.js";

    // Smaller pictures show their pixels instead of a blur.
    private const int SmallSide = 512;

    /// <summary>Writes it.</summary>
    /// <param name="html">The page.</param>
    /// <param name="before">Left of the line.</param>
    /// <param name="after">Right of the line, of the same size.</param>
    /// <param name="overlay">Shown over both on request, of the same size; with <paramref name="overlayName"/>.</param>
    /// <param name="overlayName">What the overlay shows.</param>
    public static void Write(HtmlWriter html, PagePicture before, PagePicture after, PagePicture overlay, string overlayName)
    {
        string ratio = string.Create(CultureInfo.InvariantCulture, $"--ratio: {before.Width} / {before.Height}; --wide: {(double)before.Width / before.Height:0.####}");
        html.Open("section", ("class", "compare"), ("data-compare", ""), ("style", ratio), ("aria-label", "Before and after"))
            .Open("div", ("class", Math.Max(before.Width, before.Height) <= SmallSide ? "stage small" : "stage"));
        Figure(html, "after", "After", after);
        Figure(html, "before", "Before", before);
        html.Void("img", ("class", "overlay"), ("src", overlay.Address), ("alt", overlayName), ("hidden", ""))
            .Open("div", ("class", "label before"), ("aria-hidden", "true")).Element("span", "Before").Close()
            .Open("div", ("class", "label after"), ("aria-hidden", "true")).Element("span", "After").Close()
            .Open("div", ("class", "line"), ("aria-hidden", "true")).Element("span", "").Close()
            .Void("input", ("type", "range"), ("min", "0"), ("max", "100"), ("step", "0.1"), ("value", "50"), ("aria-label", "Where before ends and after begins"), ("hidden", ""))
            .Close()
            .Open("p", ("class", "controls"), ("hidden", ""))
            .Open("label").Void("input", ("type", "checkbox")).Text($" {overlayName}").Close()
            .Element("span", "Drag the line, or use the arrow keys.", ("class", "hint"))
            .Close().Close();
    }

    private static void Figure(HtmlWriter html, string name, string caption, PagePicture picture) => html
        .Open("figure", ("class", name))
        .Void("img", ("src", picture.Address), ("alt", caption), ("width", Number(picture.Width)), ("height", Number(picture.Height)), ("draggable", "false"))
        .Element("figcaption", caption)
        .Close();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
