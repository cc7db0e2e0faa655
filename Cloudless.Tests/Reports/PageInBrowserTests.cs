using System.Text.Json.Nodes;
using Cloudless.Imagery;
using Cloudless.Reports;

namespace Cloudless.Tests.Reports;

/// <summary>The page in a real browser, opened from the disk: red is before, blue is after, orange lies over what was repainted.</summary>
[TestFixture]
public class PageInBrowserTests : BrowserPageTests
{
    private const string Stage = ".stage";

    protected override string Html => RemovalPage.Make(Receipts.Receipt, Receipts.Image, null, "/data/S2A.SAFE", Receipts.Pictures());

    [Test]
    public async Task The_line_goes_where_the_mouse_is_pressed()
    {
        await Tab.Go(Page);
        Assert.That(await Sides(), Is.EqualTo("before after"), "in the middle at first");
        await Tab.Click("input[type=range]", 0.9);
        Assert.That(await Sides(), Is.EqualTo("before before"));
        Assert.That(double.Parse(await Tab.Ask("document.querySelector('input[type=range]').value"), System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(90).Within(1));
        await Tab.Click("input[type=range]", 0.1);
        Assert.That(await Sides(), Is.EqualTo("after after"));
    }

    [Test]
    public async Task The_line_goes_by_the_keyboard()
    {
        await Tab.Go(Page);
        await Tab.Press("Tab", 9);
        Assert.That(await Tab.Ask("document.activeElement.type"), Is.EqualTo("range"), "the first thing that the Tab key comes to");
        await Tab.Press("End", 35);
        Assert.That(await Sides(), Is.EqualTo("before before"));
        Assert.That(await Tab.Ask("document.activeElement.getAttribute('aria-valuetext')"), Is.EqualTo("100 % before"));
        await Tab.Press("Home", 36);
        Assert.That(await Sides(), Is.EqualTo("after after"));
    }

    [Test]
    public async Task The_address_says_where_the_line_is()
    {
        await Tab.Go(Page, "#at=70&overlay");
        Assert.That(await Tab.Ask("Math.abs(document.querySelector('.line').offsetLeft / document.querySelector('.stage').clientWidth - .7) < .005"), Is.EqualTo("true"));
        Assert.That(await Tab.Ask("document.querySelector('input[type=checkbox]').checked"), Is.EqualTo("true"));
    }

    [Test]
    public async Task The_overlay_shows_what_was_repainted_when_asked()
    {
        await Tab.Go(Page);
        Assert.That((await Tab.Color(Stage, 0.75)).Green, Is.Zero);
        await Tab.Click("input[type=checkbox]", 0.5);
        (int red, int green, int blue) = await Tab.Color(Stage, 0.75);
        // Orange (255, 106, 0) with 110 of 255 parts over (0, 0, 200), in the repainted upper half; browsers round twice.
        Assert.That((int[])[red, green, blue], Is.EqualTo((int[])[110, 46, 114]).Within(2));
        await Tab.Click("input[type=checkbox]", 0.5);
        Assert.That((await Tab.Color(Stage, 0.75)).Green, Is.Zero);
    }

    [Test]
    public async Task Without_scripts_and_on_paper_the_pictures_stand_side_by_side()
    {
        await Tab.Send("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        await Tab.Go(Page);
        Raster<byte> seen = await Tab.See();
        await Tab.Send("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = false });
        await Tab.Go(Page, "#at=95");
        await Tab.Send("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "print" });
        string paper = $"{await Side(0.25)} {await Side(0.75)}";
        await Tab.Send("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "" });
        Assert.Multiple(() =>
        {
            Assert.That(paper, Is.EqualTo("before after"));
            Assert.That(Count(seen, 0), Is.EqualTo(Count(seen, 2)).Within(2).Percent.And.GreaterThan(50_000), "as much red as blue");
        });
    }

    [Test]
    public async Task All_pictures_are_shown()
    {
        await Tab.Go(Page);
        Assert.That(await Tab.Ask("[...document.images].every(i => i.complete && i.naturalWidth === 400)"), Is.EqualTo("true"));
    }

    [Test]
    public async Task A_narrow_screen_needs_no_scrolling_sideways()
    {
        await Tab.Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 360, ["height"] = 700, ["deviceScaleFactor"] = 1, ["mobile"] = true });
        await Tab.Go(Page);
        string fits = await Tab.Ask("document.documentElement.scrollWidth <= innerWidth");
        await Tab.Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 1000, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        Assert.That(fits, Is.EqualTo("true"));
    }

    private async Task<string> Sides() => $"{await Side(0.25)} {await Side(0.75)}";

    private async Task<string> Side(double share) => await Tab.Color(Stage, share) switch
    {
        (> 150, < 50, < 50) => "before",
        (< 50, < 50, > 150) => "after",
        var other => other.ToString(),
    };

    // Pixels of a pure color.
    private static int Count(Raster<byte> seen, int channel) =>
        Enumerable.Range(0, seen.PlaneLength).Count(p => Enumerable.Range(0, 3).All(c => seen.Data[(c * seen.PlaneLength) + p] is var v && (c == channel ? v > 150 : v < 50)));
}
