using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Reports;

/// <summary>A page in a real browser, opened from the disk; what holds for every page.</summary>
public abstract class BrowserPageTests
{
    private TestFolder _folder = null!;
    private Chromium _browser = null!;

    /// <summary>The file, with a name that an address has to escape.</summary>
    protected string Page => _folder["page <1>.html"];

    /// <summary>What the file holds.</summary>
    protected abstract string Html { get; }

    private protected BrowserTab Tab { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _browser = await Chromium.Start();
        _folder = new TestFolder();
        await File.WriteAllTextAsync(Page, Html);
        Tab = await _browser.Open(1000, 900);
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
    public async Task Nothing_is_fetched_and_nothing_goes_wrong()
    {
        await Tab.Go(Page);
        await Tab.Ask("document.images.length");
        string[] addresses = [.. _browser.Events.Where(e => e["method"]!.GetValue<string>() == "Network.requestWillBeSent").Select(e => e["params"]!["request"]!["url"]!.GetValue<string>())];
        string[] wrong = [.. _browser.Events.Where(e => e["method"]!.GetValue<string>() is "Log.entryAdded" or "Runtime.exceptionThrown").Select(e => e.ToJsonString())];
        Assert.Multiple(() =>
        {
            Assert.That(addresses, Is.All.StartsWith("file:").Or.StartsWith("data:"));
            Assert.That(addresses.Where(a => a.StartsWith("file:", StringComparison.Ordinal)).Distinct(), Has.Exactly(1).Items, "the page itself");
            Assert.That(wrong, Is.Empty);
        });
    }
}
