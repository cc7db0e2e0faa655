using Cloudless.Imagery;

namespace Cloudless.Tests.Imagery;

[TestFixture]
public class ImageSizeTests
{
    [TestCase(13 * 256 * 256, 13, 256)]
    [TestCase(15, 15, 1)]
    [TestCase(13L * 40_000 * 40_000, 13, 40_000)]
    public void A_square_image_is_known_by_its_length(long length, int channels, int side) =>
        Assert.That(ImageSize.OfSquare(length, channels), Is.EqualTo(new ImageSize(side, side)));

    [TestCase(13 * 256 * 255, 13)]
    [TestCase((13 * 256 * 256) + 1, 13)]
    [TestCase(13 * 64 * 64, 15)]
    [TestCase(0, 13)]
    public void Any_other_length_tells_no_size(long length, int channels) => Assert.That(ImageSize.OfSquare(length, channels), Is.Null);

    [Test]
    public void No_length_is_a_square_image_of_13_and_of_15_channels()
    {
        // 15 a^2 = 13 b^2 has no solution, for 195 is no square: so a length tells the channels too.
        for (int side = 1; side < 3000; side++)
        {
            Assert.That(ImageSize.OfSquare(15L * side * side, 13), Is.Null);
        }
    }

    [TestCase(13 * 20 * 30, 13)]
    [TestCase(20 * 30, 1)]
    [TestCase((13 * 20 * 30) - 1, 0)]
    public void A_size_tells_the_channels_of_a_vector(int length, int channels) => Assert.That(new ImageSize(20, 30).ChannelsIn(length), Is.EqualTo(channels));

    [Test]
    public void A_size_without_pixels_holds_no_channels() => Assert.That(default(ImageSize).ChannelsIn(100), Is.Zero);
}
