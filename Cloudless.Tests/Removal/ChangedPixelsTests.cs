using Cloudless.Removal;

namespace Cloudless.Tests.Removal;

[TestFixture]
public class ChangedPixelsTests
{
    [Test]
    public void A_pixel_is_changed_where_any_band_differs()
    {
        ushort[] before = [1, 2, 3, 4, 5, 6, 7, 8], after = [1, 9, 3, 4, 5, 6, 7, 0];
        byte[] changed = [7, 7, 7, 7];
        ChangedPixels.Mark<ushort>(before, after, changed);
        Assert.That(changed, Is.EqualTo(new byte[] { 0, 1, 0, 1 }));
    }

    [Test]
    public void Bits_count_not_numbers()
    {
        byte[] changed = new byte[3];
        ChangedPixels.Mark<float>([float.NaN, 0f, 1f], [float.NaN, -0f, 1f], changed);
        Assert.That(changed, Is.EqualTo(new byte[] { 0, 1, 0 }));
        ChangedPixels.Mark<double>([double.NaN, 0, 1], [double.NaN, 0, 2], changed);
        Assert.That(changed, Is.EqualTo(new byte[] { 0, 0, 1 }));
        ChangedPixels.Mark<sbyte>([-1, 0, 1], [1, 0, 1], changed);
        Assert.That(changed, Is.EqualTo(new byte[] { 1, 0, 0 }));
    }

    [Test]
    public void Lengths_that_do_not_fit_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(() => ChangedPixels.Mark<byte>(new byte[6], new byte[5], new byte[3]), Throws.ArgumentException);
        Assert.That(() => ChangedPixels.Mark<byte>(new byte[6], new byte[6], new byte[4]), Throws.ArgumentException);
    });
}
