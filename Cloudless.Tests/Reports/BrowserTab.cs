using System.Globalization;
using System.Text.Json.Nodes;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Reports;

/// <summary>A tab of a <see cref="Chromium"/>.</summary>
internal sealed class BrowserTab(Chromium browser, string session)
{
    public Task<JsonNode> Send(string method, JsonObject? parameters = null) => browser.Send(method, parameters, session);

    /// <summary>Opens a page and waits until it is loaded.</summary>
    public async Task Go(string path, string hash = "")
    {
        // Another hash alone would not load it again.
        await Send("Page.navigate", new JsonObject { ["url"] = "about:blank" });
        await browser.WaitFor("Page.loadEventFired");
        browser.Events.Clear();
        await Send("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri + hash });
        if (!browser.Events.Exists(e => e["method"]!.GetValue<string>() == "Page.loadEventFired"))
        {
            await browser.WaitFor("Page.loadEventFired");
        }
    }

    /// <summary>The value of an expression of the page's own language, as text.</summary>
    public async Task<string> Ask(string expression)
    {
        JsonNode answer = await Send("Runtime.evaluate", new JsonObject { ["expression"] = $"String({expression})" });
        Assert.That(answer["exceptionDetails"], Is.Null, expression);
        return answer["result"]!["value"]!.GetValue<string>();
    }

    /// <summary>Presses and releases the mouse at a share of an element's width, in the middle of its height.</summary>
    public async Task Click(string selector, double share)
    {
        double[] place = await Place(selector);
        foreach (string type in (string[])["mousePressed", "mouseReleased"])
        {
            await Send("Input.dispatchMouseEvent", new JsonObject
            {
                ["type"] = type, ["x"] = place[0] + (share * place[2]), ["y"] = place[1] + (place[3] / 2), ["button"] = "left", ["clickCount"] = 1,
            });
        }
    }

    /// <summary>Presses and releases a key.</summary>
    public async Task Press(string key, int code)
    {
        foreach (string type in (string[])["keyDown", "keyUp"])
        {
            await Send("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
        }
    }

    /// <summary>What is seen: [3,H,W].</summary>
    public async Task<Raster<byte>> See()
    {
        JsonNode shot = await Send("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
        using var folder = new TestFolder();
        await File.WriteAllBytesAsync(folder["shot.png"], Convert.FromBase64String(shot["data"]!.GetValue<string>()));
        using RasterReader reader = RasterReader.Open(folder["shot.png"]);
        return reader.Read<byte>();
    }

    /// <summary>The color seen at a share of an element's width, a third down.</summary>
    public async Task<(int Red, int Green, int Blue)> Color(string selector, double share)
    {
        double[] place = await Place(selector);
        Raster<byte> seen = await See();
        (int x, int y) = ((int)(place[0] + (share * place[2])), (int)(place[1] + (place[3] / 3)));
        return (seen[0, y, x], seen[1, y, x], seen[2, y, x]);
    }

    // Left, top, width and height of an element on the screen, onto which it is scrolled.
    private async Task<double[]> Place(string selector)
    {
        string place = await Ask($"(e => (e.scrollIntoView({{ block: 'nearest' }}), (r => [r.x, r.y, r.width, r.height])(e.getBoundingClientRect())))(document.querySelector('{selector}'))");
        return [.. place.Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
    }
}
