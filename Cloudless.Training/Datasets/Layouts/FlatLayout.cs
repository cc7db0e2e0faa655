namespace Cloudless.Training.Datasets.Layouts;

/// <summary>SEN12MS-CR as dsen2-cr's notebook lays it out: folders of SAR, cloud-free and cloudy images in which the files of a patch have one name.</summary>
internal static class FlatLayout
{
    private const string Name = "flat folders of dsen2-cr";

    private static readonly string[] SarNames = ["s1"], ClearNames = ["s2_cloudFree", "s2_cloudfree", "s2_clear"], CloudyNames = ["s2_cloudy"];

    /// <summary>Whether a folder has this layout.</summary>
    public static bool Recognizes(string root) => Find(root, ClearNames) is not null && Find(root, CloudyNames) is not null;

    /// <summary>Lists a folder: all files of its folders, or the rows of a list, whose folders and names count as they stand there.</summary>
    public static Listing List(string root, FileList? list)
    {
        var files = new TripletFiles();
        if (list is not null)
        {
            return ListRows(root, list, files);
        }

        string? sar = Find(root, SarNames);
        (TripletFiles.Part Part, string? Folder)[] parts =
            [(TripletFiles.Part.Sar, sar), (TripletFiles.Part.Clear, Find(root, ClearNames)), (TripletFiles.Part.Cloudy, Find(root, CloudyNames))];
        foreach ((TripletFiles.Part part, string? folder) in parts.Where(p => p.Folder is not null))
        {
            foreach (string path in Directory.EnumerateFiles(folder!, "*.tif"))
            {
                string name = Path.GetFileName(path);
                files.Add(IdOf(name), part, folder!, name);
            }
        }

        return files.ToListing(Name, (id, part) =>
            parts.Single(p => p.Part == part).Folder is { } folder ? $"{Path.GetFileName(folder)}/{id}.tif" : null);
    }

    private static Listing ListRows(string root, FileList list, TripletFiles files)
    {
        var expected = new Dictionary<(string, TripletFiles.Part), string>();
        foreach (FileListRow row in list.Rows)
        {
            string id = IdOf(row.Name);
            foreach ((TripletFiles.Part part, string folder) in new[]
            {
                (TripletFiles.Part.Sar, row.SarFolder), (TripletFiles.Part.Clear, row.ClearFolder), (TripletFiles.Part.Cloudy, row.CloudyFolder),
            })
            {
                expected[(id, part)] = $"{folder}/{row.Name}";
                string path = Path.Combine(root, folder);
                if (File.Exists(Path.Combine(path, row.Name)))
                {
                    files.Add(id, part, path, row.Name);
                }
                else
                {
                    files.Expect(id);
                }
            }
        }

        return files.ToListing(Name, (id, part) => expected.GetValueOrDefault((id, part)));
    }

    /// <summary>The id of a file: that of SEN12MS-CR where the name is one, else the name itself.</summary>
    public static string IdOf(string name) => Sen12Name.Parse(name)?.Id ?? Path.GetFileNameWithoutExtension(name);

    private static string? Find(string root, string[] names) => names.Select(n => Path.Combine(root, n)).FirstOrDefault(Directory.Exists);
}
