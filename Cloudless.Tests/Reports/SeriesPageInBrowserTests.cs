using System.Text.Json.Nodes;
using Cloudless.Masks;
using Cloudless.Reports;
using Cloudless.Temporal;
using Cloudless.Tests.Temporal.Scenes;

namespace Cloudless.Tests.Reports;

/// <summary>The page of a series in a real browser: before is red on every day, after is blue on the first day and green on the second.</summary>
[TestFixture]
public class SeriesPageInBrowserTests : BrowserPageTests
{
    private const string Shown = "[data-day]:not([hidden]) .stage", Days = "[data-days] input";

    protected override string Html => SeriesPage.Make(Receipt, SmallScenes.Profile, [Pictures(2), Pictures(1)]);

    [Test]
    public async Task One_day_is_shown_before_and_after()
    {
        await Tab.Go(Page);
        Assert.That(await Sides(), Is.EqualTo("red blue"));
        Assert.That(await Tab.Ask("document.querySelectorAll('[data-day]:not([hidden])').length"), Is.EqualTo("1"));
        Assert.That(await Name(), Is.EqualTo("2018-03-01"));
    }

    [Test]
    public async Task The_slider_goes_to_another_day()
    {
        await Tab.Go(Page);
        await Tab.Click(Days, 0.98);
        Assert.That((await Sides(), await Name()), Is.EqualTo(("red green", "2018-03-06")));
        await Tab.Press("Home", 36);
        Assert.That((await Sides(), await Name()), Is.EqualTo(("red blue", "2018-03-01")));
    }

    [Test]
    public async Task The_address_says_which_day_is_shown()
    {
        await Tab.Go(Page, "#day=2018-03-06");
        Assert.That((await Sides(), await Name()), Is.EqualTo(("red green", "2018-03-06")));
    }

    [Test]
    public async Task The_line_stays_where_it_was_from_day_to_day()
    {
        await Tab.Go(Page);
        await Tab.Click($"{Shown} input[type=range]", 0.9);
        Assert.That(await Sides(), Is.EqualTo("red red"));
        await Tab.Click(Days, 0.98);
        Assert.That(await Sides(), Is.EqualTo("red red"));
    }

    [Test]
    public async Task Play_goes_through_the_days_until_it_is_stopped()
    {
        await Tab.Go(Page);
        await Tab.Click("[data-days] button", 0.5);
        Assert.That((await Name(), await Tab.Ask("document.querySelector('[data-days] button').textContent")), Is.EqualTo(("2018-03-06", "Stop")));
        await Tab.Click("[data-days] button", 0.5);
        Assert.That(await Tab.Ask("document.querySelector('[data-days] button').textContent"), Is.EqualTo("Play"));
    }

    [Test]
    public async Task Without_scripts_all_days_stand_below_each_other()
    {
        await Tab.Send("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = true });
        await Tab.Go(Page);
        JsonNode shown = await Tab.Send("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true });
        await Tab.Send("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = false });
        string html = await File.ReadAllTextAsync(Page);
        Assert.Multiple(() =>
        {
            Assert.That(shown["data"]!.GetValue<string>(), Is.Not.Empty);
            Assert.That(html, Does.Not.Contain("data-day=\"2018-03-06\" hidden"), "the script alone hides days");
        });
    }

    private static SeriesReceipt Receipt => new()
    {
        CloudlessVersion = "1",
        GdalVersion = "3",
        RuntimeVersion = "10",
        Started = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Method = "mosaic <b>",
        Composite = true,
        Detector = new DetectorOptions(),
        Dates = [.. Enumerable.Range(0, 3).Select(n => new SeriesReceiptDate(SmallScenes.Day(n), "file name", $"/data/s2_{SmallScenes.Name(n)}.tif", "dn", null, null, 20 * n, 0))],
        Images = [.. Enumerable.Range(0, 2).Select(n => new SeriesReceiptImage(SmallScenes.Day(n), $"{SmallScenes.Name(n)}.tif", 100, 1))],
        NeverClearPixels = 1,
        Notes = ["<script>alert(1)</script>"],
        Seconds = new Dictionary<string, double> { ["removing clouds"] = 1 },
        Inputs = [],
        Outputs = [],
    };

    private static RemovalPictures Pictures(int after)
    {
        byte[] left = new byte[3 * 100 * 100], right = new byte[3 * 100 * 100];
        left.AsSpan(0, 10_000).Fill(200);
        right.AsSpan(after * 10_000, 10_000).Fill(200);
        return RemovalPictures.Encode(left, right, new byte[10_000], 100, 100);
    }

    private async Task<string> Name() => await Tab.Ask("document.querySelector('[data-days] output').textContent");

    private async Task<string> Sides() => $"{await Side(0.25)} {await Side(0.75)}";

    private async Task<string> Side(double share) => await Tab.Color(Shown, share) switch
    {
        (> 150, < 50, < 50) => "red",
        (< 50, > 150, < 50) => "green",
        (< 50, < 50, > 150) => "blue",
        var other => other.ToString(),
    };
}
