using Cloudless.Scoring;
using Cloudless.Tests.Reports;

namespace Cloudless.Tests.Scoring;

/// <summary>The report in a real browser, opened from the disk; skipped where there is none.</summary>
internal sealed class ReportInBrowserTests
{
    private const int Items = 250, Failed = 25;

    [Test]
    public async Task The_table_goes_page_by_page_and_is_sorted_and_filtered()
    {
        await using Chromium browser = await Chromium.Start();
        using var folder = new ScoringFolder(1);
        folder.Score("run", "--quicklook").Succeeded();
        WriteJournal(new RunFolder(folder["run"]));
        string page = RunReport.Write(folder["run"]);
        BrowserTab tab = await browser.Open(1200, 900);
        await tab.Go(page);
        const string rows = "document.querySelectorAll('#rows tr').length", first = "document.querySelector('#rows tr').cells[1].textContent", count = "document.getElementById('count').textContent";
        Assert.That((await tab.Ask(rows), await tab.Ask(count)), Is.EqualTo(("100", $"1 to 100 of {Items + 1}")));
        await tab.Ask("document.getElementById('next').click()");
        Assert.That(await tab.Ask(count), Is.EqualTo($"101 to 200 of {Items + 1}"));
        await tab.Ask("document.querySelectorAll('#columns th')[3].click()");
        Assert.That(await tab.Ask(first), Is.EqualTo("made-249"), "the slowest first");
        await tab.Ask("(document.getElementById('outcome').value = '1', document.getElementById('outcome').onchange())");
        Assert.That(await tab.Ask(count), Is.EqualTo($"1 to {Failed} of {Failed}"));
        await tab.Ask("(document.getElementById('outcome').value = 'all', document.getElementById('text').value = 'item-0', document.getElementById('text').oninput())");
        Assert.That((await tab.Ask(rows), await tab.Ask(first)), Is.EqualTo(("1", "item-0")));
        string loaded = "";
        for (int i = 0; i < 100 && loaded != "true"; i++)
        {
            loaded = await tab.Ask("(i => !!i && i.complete && i.naturalWidth > 0)(document.querySelector('#rows img'))");
            await Task.Delay(50);
        }

        Assert.That(loaded, Is.EqualTo("true"), "the picture beside the page is seen");
    }

    private static void WriteJournal(RunFolder folder)
    {
        using var journal = new Journal(folder, "made-up-000000000000");
        for (int i = 0; i < Items; i++)
        {
            bool failed = i % (Items / Failed) == 0;
            journal.Write(new JournalEntry { At = DateTimeOffset.UtcNow, Item = new ItemEnd
            {
                Id = $"made-{i:D3}", Outcome = failed ? ItemOutcome.Failed : ItemOutcome.Done, Attempts = 1, Seconds = failed ? 0 : i, Error = failed ? "why" : null,
            } });
        }
    }
}
