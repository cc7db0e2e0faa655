using Cloudless.Reports;

namespace Cloudless.Tests.Reports;

[TestFixture]
public class RemovalPageTests
{
    [Test]
    public void The_page_tells_the_numbers_of_the_receipt()
    {
        string page = RemovalPage.Make(Receipts.Receipt, Receipts.Image, null, "/data/S2A.SAFE", Receipts.Pictures());
        Assert.Multiple(() =>
        {
            foreach (string text in (string[])
                [
                    "S2A_MSIL1C_20230726T105026_N0509_R051_T31TDH_20230726T142301 without clouds", "taken 2023-07-26 10:58 UTC by Sentinel-2A", "L1C, baseline 05.09", "EPSG:32631", "10 m",
                    "24.8 %", "2.1 %", "183 of 484", "358.2 s", "cloudless-default 2", new string('c', 64), "Winograd F(6x6,3x3), AVX2, 2 threads", "harmonized", "SAR recognized by its values as dB",
                    "RADIO_ADD_OFFSET", "T31TDH_20230726T105026_B02.jp2", "clear.tif", "1.30 GiB", "301.20", "Cloudless 1.2.3", "not observations",
                ])
            {
                Assert.That(System.Net.WebUtility.HtmlDecode(page), Does.Contain(text));
            }
        });
    }

    [Test]
    public void Nothing_that_comes_from_files_becomes_markup()
    {
        const string hostile = """<script>alert(1)</script><img src=x onerror="alert(2)">'" & more""";
        string page = RemovalPage.Make(
            Receipts.Receipt with
            {
                Notes = [hostile],
                Inputs = [Receipts.Receipt.Inputs[0] with { Path = "/data/" + hostile.Replace("/", "", StringComparison.Ordinal), Role = hostile }],
                Model = Receipts.Receipt.Model with { Name = hostile },
            },
            Receipts.Image with { Tags = new Dictionary<string, string> { ["PRODUCT_ID"] = hostile } }, null, hostile, Receipts.Pictures());
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Not.Contain("<script>alert").And.Not.Contain("<img src=x"));
            Assert.That(page, Does.Contain("&lt;script&gt;alert(1)"));
            Assert.That(System.Text.RegularExpressions.Regex.Count(page, "<script"), Is.EqualTo(1));
        });
    }

    [Test]
    public void An_image_that_tells_nothing_of_itself_has_a_page_too()
    {
        string page = RemovalPage.Make(
            Receipts.Receipt with { Sar = null, Notes = [], Outputs = [] }, Receipts.Image with { Tags = new Dictionary<string, string>(), Crs = null, Transform = null },
            new DateTime(2021, 7, 1, 10, 30, 31, DateTimeKind.Utc), "a.tif", Receipts.Pictures());
        Assert.That(System.Net.WebUtility.HtmlDecode(page), Does.Contain("a.tif without clouds").And.Contain("taken 2021-07-01 10:30 UTC").And.Contain("none used").And.Contain("10980 × 10980 pixels<"));
    }

    [Test]
    public void An_element_that_was_not_closed_is_an_error() =>
        Assert.That(() => new HtmlWriter().Open("p").ToString(), Throws.InvalidOperationException.With.Message.Contains("'p'"));
}
