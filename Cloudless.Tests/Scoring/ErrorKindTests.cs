using Cloudless.Scoring;

namespace Cloudless.Tests.Scoring;

/// <summary>Which errors are tried again, and after which pause.</summary>
internal sealed class ErrorKindTests
{
    [TestCase(5, true)]
    [TestCase(116, true)]
    [TestCase(11, true)]
    [TestCase(2, false)]
    [TestCase(13, false)]
    [TestCase(28, false)]
    public void Errors_of_the_system_pass_or_do_not(int errno, bool passes) =>
        Assert.That(TransientErrors.MayPass(new CloudlessException("wrapped", new IOException("x", errno))), Is.EqualTo(passes));

    [TestCase("'a.tif' cannot be read: TIFFFillStrip: Input/output error", true)]
    [TestCase("/vsicurl/x: HTTP response code: 503", true)]
    [TestCase("/vsicurl/x: HTTP response code: 404", false)]
    [TestCase("'a.tif' is cut off", false)]
    public void Errors_that_come_as_text_pass_or_do_not(string message, bool passes) =>
        Assert.That(TransientErrors.MayPass(new UnsupportedProductException(message)), Is.EqualTo(passes));

    [Test]
    public void A_full_disk_and_a_full_quota_are_known() =>
        Assert.That(new Exception[] { new IOException("x", 28), new IOException("x", 122), new CloudlessException("write failed: No space left on device") }.Select(TransientErrors.IsDiskFull), Is.All.True);

    [Test]
    public void Pauses_double_up_to_two_minutes_with_a_quarter_of_chance()
    {
        TimeSpan first = TimeSpan.FromSeconds(2);
        Assert.That(Enumerable.Range(1, 8).Select(n => Backoff.After(first, n, 0.5).TotalSeconds), Is.EqualTo(new double[] { 2, 4, 8, 16, 32, 64, 120, 120 }));
        Assert.That((Backoff.After(first, 1, 0).TotalSeconds, Backoff.After(first, 1, 1).TotalSeconds), Is.EqualTo((1.5, 2.5)));
    }
}
