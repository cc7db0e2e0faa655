using System.Text.Json.Nodes;
using Cloudless.Imagery;
using Cloudless.Reports;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Reports;

/// <summary>The page in a real browser, opened from the disk: red is before, blue is after, orange lies over what was repainted.</summary>
[TestFixture]
public class PageInBrowserTests
{
    private const string Stage = ".stage";

    private TestFolder _folder = null!;
    private Chromium _browser = null!;
    private BrowserTab _tab = null!;

    private string Page => _folder["page <1>.html"];

    [OneTimeSetUp]
    public async Task Open()
    {
        _browser = await Chromium.Start();
        _folder = new TestFolder();
        await File.WriteAllTextAsync(Page, RemovalPage.Make(Receipts.Receipt, Receipts.Image, null, "/data/S2A.SAFE", Receipts.Pictures()));
        _tab = await _browser.Open(1000, 900);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
            _folder.Dispose();
        }
    }

    [Test]
    public async Task The_line_goes_where_the_mouse_is_pressed()
    {
        await _tab.Go(Page);
        Assert.That(await Sides(), Is.EqualTo("before after"), "in the middle at first");
        await _tab.Click("input[type=range]", 0.9);
        Assert.That(await Sides(), Is.EqualTo("before before"));
        Assert.That(double.Parse(await _tab.Ask("document.querySelector('input[type=range]').value"), System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(90).Within(1));
        await _tab.Click("input[type=range]", 0.1);
        Assert.That(await Sides(), Is.EqualTo("after after"));
    }

    [Test]
    public async Task The_line_goes_by_the_keyboard()
    {
        await _tab.Go(Page);
        await _tab.Press("Tab", 9);
        Assert.That(await _tab.Ask("document.activeElement.type"), Is.EqualTo("range"), "the first thing that the Tab key comes to");
        await _tab.Press("End", 35);
        Assert.That(await Sides(), Is.EqualTo("before before"));
        Assert.That(await _tab.Ask("document.activeElement.getAttribute('aria-valuetext')"), Is.EqualTo("100 % before"));
        await _tab.Press("Home", 36);
        Assert.That(await Sides(), Is.EqualTo("after after"));
    }

    [Test]
    public async Task The_address_says_where_the_line_is()
    {
        await _tab.Go(Page, "#at=70&overlay");
        Assert.That(await _tab.Ask("Math.abs(document.querySelector('.line').offsetLeft / document.querySelector('.stage').clientWidth - .7) < .005"), Is.EqualTo("true"));
        Assert.That(await _tab.Ask("document.querySelector('input[type=checkbox]').checked"), Is.EqualTo("true"));
    }

    [Test]
    public async Task The_overlay_shows_what_was_repainted_when_asked()
    {
        await _tab.Go(Page);
        Assert.That((await _tab.Color(Stage, 0.75)).Green, Is.Zero);
        await _tab.Click("input[type=checkbox]", 0.5);
        (int red, int green, int blue) = await _tab.Color(Stage, 0.75);
        // Orange (255, 106, 0) with 110 of 255 parts over (0, 0, 200), in the repainted upper half; browsers round twice.
        Assert.That((int[])[red, green, blue], Is.EqualTo((int[])[110, 46, 114]).Within(2));
        await _tab.Click("input[type=checkbox]", 0.5);
        Assert.That((await _tab.Color(Stage, 0.75)).Green, Is.Zero);
    }

    [Test]
    public async Task Without_scripts_and_on_paper_the_pictures_stand_side_by_side()
    {
        await _tab.Send("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        await _tab.Go(Page);
        Raster<byte> seen = await _tab.See();
        await _tab.Send("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = false });
        await _tab.Go(Page, "#at=95");
        await _tab.Send("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "print" });
        string paper = $"{await Side(0.25)} {await Side(0.75)}";
        await _tab.Send("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "" });
        Assert.Multiple(() =>
        {
            Assert.That(paper, Is.EqualTo("before after"));
            Assert.That(Count(seen, 0), Is.EqualTo(Count(seen, 2)).Within(2).Percent.And.GreaterThan(50_000), "as much red as blue");
        });
    }

    [Test]
    public async Task Nothing_is_fetched_and_nothing_goes_wrong()
    {
        await _tab.Go(Page);
        await _tab.Ask("document.images.length");
        string[] addresses = [.. _browser.Events.Where(e => e["method"]!.GetValue<string>() == "Network.requestWillBeSent").Select(e => e["params"]!["request"]!["url"]!.GetValue<string>())];
        string[] wrong = [.. _browser.Events.Where(e => e["method"]!.GetValue<string>() is "Log.entryAdded" or "Runtime.exceptionThrown").Select(e => e.ToJsonString())];
        Assert.Multiple(async () =>
        {
            Assert.That(addresses, Is.All.StartsWith("file:").Or.StartsWith("data:"));
            Assert.That(addresses.Where(a => a.StartsWith("file:", StringComparison.Ordinal)), Has.Exactly(1).Items, "the page itself");
            Assert.That(wrong, Is.Empty);
            Assert.That(await _tab.Ask("[...document.images].every(i => i.complete && i.naturalWidth === 400)"), Is.EqualTo("true"));
        });
    }

    [Test]
    public async Task A_narrow_screen_needs_no_scrolling_sideways()
    {
        await _tab.Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 360, ["height"] = 700, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        await _tab.Go(Page);
        string fits = await _tab.Ask("document.documentElement.scrollWidth <= innerWidth");
        await _tab.Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 1000, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        Assert.That(fits, Is.EqualTo("true"));
    }

    private async Task<string> Sides() => $"{await Side(0.25)} {await Side(0.75)}";

    private async Task<string> Side(double share) => await _tab.Color(Stage, share) switch
    {
        (> 150, < 50, < 50) => "before",
        (< 50, < 50, > 150) => "after",
        var other => other.ToString(),
    };

    // Pixels of a pure color.
    private static int Count(Raster<byte> seen, int channel) =>
        Enumerable.Range(0, seen.PlaneLength).Count(p => Enumerable.Range(0, 3).All(c => seen.Data[(c * seen.PlaneLength) + p] is var v && (c == channel ? v > 150 : v < 50)));
}
