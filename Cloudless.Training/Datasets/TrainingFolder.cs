using System.Security.Cryptography;
using System.Text;

namespace Cloudless.Training.Datasets;

/// <summary>
/// All samples under a folder. The folder itself and each folder in it are tried as: cloudy/clear pairs with or without SAR
/// (<c>&lt;id&gt;_s1.tif</c>, <c>&lt;id&gt;_s2_cloudy.tif</c>, <c>&lt;id&gt;_s2_clear.tif</c>), dates of one place (<c>00_2018-01-06_s2l1c.tif</c>), clear
/// tiles (<c>&lt;id&gt;_S2L1C.tif</c>, <c>&lt;id&gt;_S1RTC.tif</c>). Folders without these files, such as 10-band L2A series, are skipped: training needs 13 bands.
/// </summary>
/// <remarks>Everything is read into memory: 13 bands of 256 x 256 pixels take 1.7 MB. Immutable, thread-safe.</remarks>
public sealed class TrainingFolder
{
    private TrainingFolder(string path, IReadOnlyList<Sample> samples, IReadOnlyList<string> skipped) =>
        (Path, Samples, Skipped) = (path, samples, skipped);

    /// <summary>The folder read.</summary>
    public string Path { get; }

    /// <summary>The samples in an order that is the same on every machine.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>Names of the folders in it whose layout was not recognized.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="CloudlessException">The folder is missing or holds no sample, or a file of it cannot be used.</exception>
    public static TrainingFolder Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new CloudlessException($"{path}: no such folder. Give --data a folder with training images.");
        }

        var samples = new List<Sample>();
        var skipped = new List<string>();
        string root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        foreach (string folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Prepend(root))
        {
            int before = samples.Count;
            if (PairReader.Recognizes(folder))
            {
                samples.AddRange(PairReader.Read(folder, FoldTable.Beside(folder)));
            }

            if (DateSeriesReader.Recognizes(folder))
            {
                samples.AddRange(DateSeriesReader.Read(folder));
            }

            if (ClearTileReader.Recognizes(folder))
            {
                samples.AddRange(ClearTileReader.Read(folder));
            }

            if (samples.Count == before && folder != root)
            {
                skipped.Add(System.IO.Path.GetFileName(folder));
            }
        }

        if (samples.Count == 0)
        {
            throw new CloudlessException($"{path}: no training sample found. Expected <id>_s2_cloudy.tif with <id>_s2_clear.tif (and <id>_s1.tif), in the folder or in folders of it.");
        }

        foreach (Sample sample in samples)
        {
            sample.Validate();
        }

        return new TrainingFolder(root, samples, skipped);
    }

    /// <summary>A digest of a list of samples, in hexadecimal: names, folds and pixels of the targets. A resumed training must meet the same.</summary>
    public static string Fingerprint(IReadOnlyList<Sample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Sample sample in samples)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{sample.Source}/{sample.Id}/{sample.Fold}/{sample.Sar is not null}/{sample.Input is not null};"));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(sample.Target.Data));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
