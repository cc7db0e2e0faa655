using Cloudless.Tests.Cli;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Layouts;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class FileListTests
{
    [TestCase("1\ts1\ts2_cloudFree\ts2_cloudy\tROIs1158_spring_101_0.tif")]
    [TestCase("1,s1,s2_cloudFree,s2_cloudy,ROIs1158_spring_101_0.tif")]
    [TestCase("1, s1, s2_cloudFree, s2_cloudy, ROIs1158_spring_101_0.tif\r")]
    public void Tabs_commas_and_commas_with_blanks_separate(string line)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["list.csv"], line + "\n\n");
        Assert.That(
            FileList.Read(folder["list.csv"]).Rows,
            Is.EqualTo(new[] { new FileListRow(DatasetSplit.Train, "s1", "s2_cloudFree", "s2_cloudy", "ROIs1158_spring_101_0.tif") }));
    }

    [TestCase("4,a,b,c,d.tif", "line 1")]
    [TestCase("1,a,b,c", "five columns")]
    [TestCase("1,a,b,c,", "five columns")]
    [TestCase("1,a,b,c,d.tif\n3,a,b,c,d.tif", "d.tif stands in line 1 already")]
    [TestCase("\n", "empty")]
    public void What_is_no_list_is_refused_with_its_line(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["list.csv"], text);
        Assert.That(() => FileList.Read(folder["list.csv"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains(expected).And.Message.Contains("list.csv"));
    }

    [Test]
    public void A_list_that_is_not_there_is_named() =>
        Assert.That(() => FileList.Read("no/list.csv"), Throws.InstanceOf<CloudlessException>().With.Message.Contains("no/list.csv"));

    [TestCase("ROIs1158_spring_s2_cloudy_31_p684.tif", "ROIs1158_spring_31_p684", "ROIs1158_spring_31")]
    [TestCase("ROIs1158_spring_s1_31_p684.tif", "ROIs1158_spring_31_p684", "ROIs1158_spring_31")]
    [TestCase("ROIs2017_winter_31_684.tif", "ROIs2017_winter_31_p684", "ROIs2017_winter_31")]
    [TestCase("ROIs2017_winter_31_p684", "ROIs2017_winter_31_p684", "ROIs2017_winter_31")]
    [TestCase("ROIs2017_autumn_31_p684.tif", null, null)]
    [TestCase("ROIs2017_winter_31_p684_old.tif", null, null)]
    public void Names_of_patches_say_their_scene(string name, string? id, string? scene) =>
        Assert.That((Sen12Name.Parse(name)?.Id, Sen12Name.Parse(name)?.Scene), Is.EqualTo((id, scene)));
}
