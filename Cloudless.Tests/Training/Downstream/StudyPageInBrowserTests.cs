using Cloudless.Tests.Reports;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

/// <summary>The page of a study in a real browser, opened from the disk.</summary>
[TestFixture]
public class StudyPageInBrowserTests
{
    [Test]
    public async Task Page_shows_tables_drawings_and_patches_and_loads_nothing()
    {
        await using Chromium browser = await Chromium.Start();
        using var folder = new StudyFolder();
        using OnnxClassifier classifier = OnnxClassifier.Load(folder.Classifier, threads: 1);
        StudyReport report = StudyRun.Run(
            new StudyRequest { Removals = [folder.Removal], Data = folder.Data, Groups = folder.Groups, Window = 16, Draws = 1, Statistics = new StudyStatistics { Resamples = 20 }, Pictures = 2 }, classifier);
        StudyFiles.Prepare(folder["out"], overwrite: false);
        StudyFiles.Write(folder["out"], report, overwrite: false);
        BrowserTab tab = await browser.Open(1000, 900);
        await tab.Go(Path.Combine(folder["out"], StudyFiles.Html));
        Assert.Multiple(async () =>
        {
            Assert.That(await tab.Ask("document.querySelector('h1').textContent"), Does.StartWith("What cloud removal is worth"));
            Assert.That(await tab.Ask("document.querySelectorAll('section table').length"), Is.EqualTo((report.Tables.Count(t => t.Shown) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(await tab.Ask("[...document.querySelectorAll('svg')].every(s => s.getBoundingClientRect().height > 100 && s.querySelector('text').getBBox().width > 0)"), Is.EqualTo("true"));
            Assert.That(await tab.Ask("document.querySelectorAll('#cover svg').length"), Is.EqualTo("4"));
            Assert.That(await tab.Ask("document.querySelectorAll('#confusion svg').length"), Is.EqualTo("9"), "five conditions, four differences to clear");
            Assert.That(await tab.Ask("[...document.images].every(i => i.naturalWidth === 16)"), Is.EqualTo("true"));
            Assert.That(await tab.Ask("document.images.length"), Is.GreaterThanOrEqualTo("22"), "two patches in five conditions with one map at least, and the mask");
            Assert.That(await tab.Ask("performance.getEntriesByType('resource').filter(r => !r.name.startsWith('data:')).length"), Is.EqualTo("0"));
            Assert.That(await tab.Ask("document.querySelector('#overall a').getAttribute('href')"), Is.EqualTo("tables/overall.csv"));
        });
    }
}
