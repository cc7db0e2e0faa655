using Cloudless.Rasters;

namespace Cloudless.Tests.Rasters;

[TestFixture]
public class ImageFolderTests
{
    [Test]
    public void Triplets_and_tiles_are_found_by_their_names_with_the_partners_that_are_there()
    {
        using var folder = new TestFolder();
        foreach (string name in new[] { "b_s2_cloudy.tif", "b_s2_cloudfree.tif", "a_s2_cloudy.tif", "a_s2_clear.tif", "a_s1.tif", "t_S2L1C.tif", "t_S1RTC.tif", "c_s2_clear.tif", "notes.txt" })
        {
            File.WriteAllText(folder[name], "");
        }

        Assert.That(ImageFolder.List(folder.Path), Is.EqualTo(new[]
        {
            new ImageFiles { Id = "a", OpticalPath = folder["a_s2_cloudy.tif"], SarPath = folder["a_s1.tif"], TargetPath = folder["a_s2_clear.tif"] },
            new ImageFiles { Id = "b", OpticalPath = folder["b_s2_cloudy.tif"], TargetPath = folder["b_s2_cloudfree.tif"] },
            new ImageFiles { Id = "t", OpticalPath = folder["t_S2L1C.tif"], SarPath = folder["t_S1RTC.tif"] },
        }));
    }

    [Test]
    public void Sen12ms_cr_is_found_as_its_archives_unpack()
    {
        using var folder = new TestFolder();
        string Patch(string season, string part, string region, int patch) => folder[Path.Combine($"{season}_{part}", $"{part}_{region}", $"{season}_{part}_{region}_p{patch}.tif")];
        string[] present =
        [
            Patch("ROIs2017_winter", "s2_cloudy", "8", 30), Patch("ROIs1158_spring", "s2_cloudy", "31", 684), Patch("ROIs1158_spring", "s2", "31", 684), Patch("ROIs1158_spring", "s1", "31", 684),
            Patch("ROIs1158_spring", "s2", "31", 685), Patch("ROIs1158_spring", "s2_cloudy", "3", 684), Patch("ROIs1158_spring", "s1", "3", 6840),
        ];
        foreach (string path in present)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }

        Assert.That(ImageFolder.List(folder.Path), Is.EqualTo(new[]
        {
            new ImageFiles { Id = "ROIs1158_spring_31_p684", OpticalPath = present[1], SarPath = present[3], TargetPath = present[2] },
            new ImageFiles { Id = "ROIs1158_spring_3_p684", OpticalPath = present[5] },
            new ImageFiles { Id = "ROIs2017_winter_8_p30", OpticalPath = present[0] },
        }));
    }

    [Test]
    public void A_folder_without_known_names_is_refused_with_the_names_expected()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["image.tif"], "");
        Assert.That(() => ImageFolder.List(folder.Path), Throws.InstanceOf<CloudlessException>().With.Message.Contains("<id>_s2_cloudy.tif").And.Message.Contains("as a list"));
        Directory.CreateDirectory(folder["inner"]);
        Assert.Multiple(() =>
        {
            Assert.That(() => ImageFolder.List(folder.Path), Throws.InstanceOf<CloudlessException>().With.Message.Contains("not looked into"));
            Assert.That(() => ImageFolder.List(folder["none"]), Throws.InstanceOf<CloudlessException>().With.Message.Contains("does not exist"));
        });
    }

    [Test]
    public void Real_triplets_are_found_whole()
    {
        IReadOnlyList<ImageFiles> files = ImageFolder.List(TestData.Require("sen12mscr_triplets"));
        Assert.That(files, Has.Count.EqualTo(11).And.All.Matches<ImageFiles>(f => f.SarPath is not null && f.TargetPath is not null));
    }
}
