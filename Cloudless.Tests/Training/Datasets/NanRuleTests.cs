using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Training.Datasets;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class NanRuleTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void WritePatch()
    {
        _folder = new TemporaryFolder();
        TinySen12.Write(TinySen12.Published, _folder["data"], "ROIs1158_spring", 1, 1);
        // Two samples of SAR and one of the clear image are missing; what is left of SAR is -10 and -30 dB in equal numbers.
        TinyRasters.Write(Path("s1"), 2, (c, y, x) => (y, x) is (0, 0) ? float.NaN : c == 0 ? -10 : -30, SampleType.Float32);
        TinyRasters.Write(Path("s2"), 13, (c, y, x) => (c, y, x) is (4, 0, 1) ? float.NaN : 1000, SampleType.Float32);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase(NanRule.Fill, SarFill.Vv, SarFill.Vh, 0)]
    [TestCase(NanRule.Mean, -20f, -20f, 1000)]
    [TestCase(NanRule.Lowest, -25f, -32.5f, 0)]
    [TestCase(NanRule.Zero, 0f, 0f, 0)]
    public void Each_rule_fills_as_the_program_it_comes_from(NanRule rule, float vv, float vh, int optical)
    {
        PatchDataset dataset = PatchDataset.Open(_folder["data"], new DatasetOptions { Nan = rule });
        Sample sample = dataset.Read(dataset.Items[0]);
        Assert.Multiple(() =>
        {
            Assert.That((sample.Sar![0, 0, 0], sample.Sar[1, 0, 0]), Is.EqualTo((vv, vh)));
            Assert.That((sample.Sar[0, 3, 3], sample.Sar[1, 3, 3]), Is.EqualTo((-10f, -30f)), "what has a number keeps it");
            Assert.That(sample.Target[4, 0, 1], Is.EqualTo(optical));
            Assert.That(sample.Target[4, 0, 2], Is.EqualTo(1000));
        });
    }

    [Test]
    public void NaN_can_be_refused_by_the_name_of_its_file()
    {
        PatchDataset dataset = PatchDataset.Open(_folder["data"], new DatasetOptions { Nan = NanRule.Refuse });
        Assert.That(() => dataset.Read(dataset.Items[0]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("ROIs1158_spring_s2_1_p1.tif").And.Message.Contains("1 of 3328 samples"));
    }

    [TestCase(NanRule.Fill)]
    [TestCase(NanRule.Mean)]
    public void An_image_without_any_number_is_refused_by_every_rule(NanRule rule)
    {
        TinyRasters.Write(Path("s2"), 13, (_, _, _) => float.NaN, SampleType.Float32);
        PatchDataset dataset = PatchDataset.Open(_folder["data"], new DatasetOptions { Nan = rule });
        Assert.That(() => dataset.Read(dataset.Items[0]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("no finite value"));
    }

    private string Path(string part) => TinySen12.Published(_folder["data"], "ROIs1158_spring", 1, 1, part);
}
