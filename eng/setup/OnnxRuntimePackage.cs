using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Cloudless.Setup;

/// <summary>ONNX Runtime for feeds without it: its C# sources and its libraries as an npm package carries them.</summary>
internal static class OnnxRuntimePackage
{
    /// <summary>Name and version.</summary>
    public const string Name = "com.github.asus4.onnxruntime@0.4.9";
    private const string Integrity = "sha512-BkzxduSZ9IkeDP6Q8lz2TFU2ie7hSSvS7ZIfzMooExoq0CNzJnuuGaUJ7IsojBgqO4ouD1jXah8OYyJbCN29Fg==";

    /// <summary>Fetches it where it is not there yet.</summary>
    public static void Fetch()
    {
        var target = Repository.Path("eng", "onnxruntime", "package");
        var stamp = Path.Combine(target, ".integrity");
        if (File.Exists(stamp) && File.ReadAllText(stamp) == Integrity)
        {
            return;
        }

        Npm.Require();
        using var scratch = new ScratchFolder();
        var exit = Shell.Run(Npm.Command, ["pack", "--loglevel=error", Name], scratch.Path);
        var archive = Directory.GetFiles(scratch.Path, "*.tgz").SingleOrDefault();
        if (exit != 0 || archive is null)
        {
            throw new SetupException($"'npm pack {Name}' failed; without it, and without Microsoft.ML.OnnxRuntime on the NuGet feed, nothing can be built");
        }

        var found = "sha512-" + Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(archive)));
        if (found != Integrity)
        {
            throw new SetupException($"npm package {Name} is not the one this project was checked with: found {found}, expected {Integrity}");
        }

        var package = Path.Combine(scratch.Path, "package");
        Unpack(archive, scratch.Path);
        File.WriteAllText(Path.Combine(package, ".integrity"), Integrity);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Move(package, target);
    }

    // Most of the package is for phones and for Unity's editor.
    private static void Unpack(string archive, string folder)
    {
        string[] wanted = ["package/LICENSE", "package/ThirdPartyNotices.txt", "package/Runtime/", "package/Plugins/Linux/", "package/Plugins/Windows/"];
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && wanted.Any(entry.Name.StartsWith))
            {
                var path = Path.Combine(folder, entry.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                entry.ExtractToFile(path, overwrite: false);
            }
        }
    }
}
