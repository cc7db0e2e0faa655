using Cloudless.Training.Datasets.Images;

namespace Cloudless.Training.Datasets.Layouts;

/// <summary>Gathers the files of SEN12MS-CR patches, folder by folder, and makes items of them.</summary>
internal sealed class TripletFiles
{
    /// <summary>Source of its items.</summary>
    public const string Source = "SEN12MS-CR";

    private readonly SortedDictionary<string, Files> _patches = new(NaturalOrder.Comparer);

    /// <summary>The three images of a patch.</summary>
    public enum Part
    {
        Sar,
        Clear,
        Cloudy,
    }

    /// <summary>Adds a file.</summary>
    public void Add(string id, Part part, string folder, string name) => Expect(id).Found[(int)part] = (folder, name);

    /// <summary>Adds a patch of which some file should be there.</summary>
    public Files Expect(string id)
    {
        if (!_patches.TryGetValue(id, out Files? files))
        {
            _patches[id] = files = new Files();
        }

        return files;
    }

    /// <summary>The items, and what is missing.</summary>
    /// <param name="name">The layout in words.</param>
    /// <param name="expected">Where a missing part of a patch should be; null where the whole data set comes without this part.</param>
    public Listing ToListing(string name, Func<string, Part, string?> expected)
    {
        var items = new List<PatchItem>(_patches.Count);
        var missing = new List<MissingPartner>();
        var broken = new List<string>();
        foreach ((string id, Files files) in _patches)
        {
            if (KnownBroken.Contains(id))
            {
                broken.Add(id);
                continue;
            }

            foreach ((Part part, string what) in new[] { (Part.Cloudy, "cloudy"), (Part.Clear, "cloud-free"), (Part.Sar, "SAR") })
            {
                if (files.Found[(int)part] is null && expected(id, part) is { } path)
                {
                    missing.Add(new MissingPartner(id, what, path));
                }
            }

            if (files.Optical(Part.Cloudy) is { } cloudy && files.Optical(Part.Clear) is { } clear)
            {
                items.Add(ItemOf(id, new PatchImages(cloudy, clear, files.Sar)));
            }
        }

        return new Listing(name, items) { Missing = missing, KnownBroken = broken, NaturalSplit = SplitRule.Official };
    }

    private static PatchItem ItemOf(string id, PatchImages images)
    {
        Sen12Name? name = Sen12Name.Parse(id);
        return new PatchItem(images)
        {
            Id = id,
            Source = Source,
            Group = name?.Scene ?? id,
            Season = name?.SeasonName,
            Roi = name?.Roi,
            Patch = name?.Patch,
        };
    }

    /// <summary>What was found of a patch.</summary>
    public sealed class Files
    {
        public (string Folder, string Name)?[] Found { get; } = new (string, string)?[3];

        public SarSource? Sar => Found[(int)Part.Sar] is { } file ? new SarFile(file.Folder, file.Name) : null;

        public OpticalSource? Optical(Part part) => Found[(int)part] is { } file ? new OpticalFile(file.Folder, file.Name) : null;
    }
}
