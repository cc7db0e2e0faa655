using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Tests.Training.Downstream.Labels;

[TestFixture]
public class LabelSchemesTests
{
    [Test]
    public void Simplified_classes_are_sums_of_the_17_as_published()
    {
        // 0-based sums: [0-4], [5-6], [7-8], 9, 10, 11+13, 12, 14, 15, 16.
        int[] expected = [0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6, 5, 7, 8, 9];
        Assert.That(Enumerable.Range(1, 17).Select(v => LabelSchemes.IgbpSimplified.ClassOf(v, "f")), Is.EqualTo(expected.Cast<int?>()));
        Assert.That(LabelSchemes.IgbpSimplified.Classes, Has.Count.EqualTo(10));
    }

    [Test]
    public void Numbers_of_no_class_are_none_and_unknown_ones_an_error()
    {
        foreach (LabelScheme scheme in LabelSchemes.All)
        {
            Assert.That(new float[] { 0, 255, float.NaN }.Select(v => scheme.ClassOf(v, "f")), Is.All.Null);
            Assert.That(() => scheme.ClassOf(254, "f"), Throws.TypeOf<CloudlessException>().With.Message.Contains("f: found the number 254"));
            Assert.That(() => scheme.ClassOf(1.5f, "f"), Throws.TypeOf<CloudlessException>());
        }

        Assert.That(LabelSchemes.Lulc.ClassOf(8, "f"), Is.Null, "clouds");
    }

    [Test]
    public void Names_and_titles_are_found()
    {
        Assert.That(LabelSchemes.All.Select(s => s.Name).Concat(LabelSchemes.All.Select(s => s.Title)).Select(LabelSchemes.Parse), Is.EqualTo(LabelSchemes.All.Concat(LabelSchemes.All)));
        Assert.That(() => LabelSchemes.Parse("corine"), Throws.TypeOf<CloudlessException>().With.Message.Contains("igbp-simplified"));
    }
}
