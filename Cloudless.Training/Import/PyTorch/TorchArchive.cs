using System.IO.Compression;
using Cloudless.Rasters;

namespace Cloudless.Training.Import.PyTorch;

/// <summary>The zip that <c>torch.save</c> writes: <c>NAME/data.pkl</c>, and a file <c>NAME/data/KEY</c> of raw little-endian values for each storage.</summary>
internal sealed class TorchArchive : IDisposable
{
    // A pickle of names and shapes: 10,000 tensors take about a megabyte.
    private const long MaximumPickle = 64 << 20;
    private const string Pickle = "data.pkl";
    private readonly string _path;
    private readonly ZipArchive _zip;
    private readonly string _folder;

    private TorchArchive(string path, ZipArchive zip, string folder) => (_path, _zip, _folder) = (path, zip, folder);

    /// <summary>Opens a file.</summary>
    /// <exception cref="CloudlessException">The file is no zip of <c>torch.save</c>, or is cut short.</exception>
    public static TorchArchive Open(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            ZipArchiveEntry[] pickles = [.. zip.Entries.Where(e => e.FullName == Pickle || e.FullName.EndsWith("/" + Pickle, StringComparison.Ordinal))];
            if (pickles.Length != 1)
            {
                throw new CloudlessException(
                    $"{path}: a zip, but not one of torch.save: found {string.Join(", ", zip.Entries.Take(6).Select(e => e.FullName).DefaultIfEmpty("nothing"))}; expected one {Pickle}. "
                    + "Give what torch.save(model.state_dict(), ...) wrote, or an HDF5 file of Keras 2.");
            }

            var archive = new TorchArchive(path, zip, pickles[0].FullName[..^Pickle.Length]);
            archive.RequireStateDict();
            return archive;
        }
        catch (InvalidDataException damage)
        {
            zip?.Dispose();
            throw new CloudlessException($"{path}: the zip cannot be read: {damage.Message} It is cut short or damaged; copy it again.", damage);
        }
        catch (CloudlessException)
        {
            zip?.Dispose();
            throw;
        }
    }

    /// <summary>The pickle that names the tensors.</summary>
    public byte[] ReadPickle() => Read(Pickle, MaximumPickle);

    /// <summary>Values of a storage.</summary>
    /// <param name="key">Its key in the pickle.</param>
    /// <param name="bytes">Its size, as the pickle says.</param>
    /// <exception cref="CloudlessException">The storage is not there, has another size, or is damaged.</exception>
    public byte[] ReadStorage(string key, long bytes)
    {
        byte[] read = Read("data/" + key, int.MaxValue);
        return read.Length == bytes
            ? read
            : throw new CloudlessException($"{_path}: the storage {key} has {read.Length:N0} bytes where the pickle says {bytes:N0}. The file is damaged; copy it again.");
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private void RequireStateDict()
    {
        if (_zip.Entries.Any(e => e.FullName.StartsWith(_folder + "code/", StringComparison.Ordinal)))
        {
            throw new CloudlessException(
                $"{_path}: a TorchScript program, which would have to be run to be understood. Save its weights alone: torch.save(torch.jit.load(file).state_dict(), ...).");
        }

        if (_zip.GetEntry(_folder + "byteorder") is not null && !Read("byteorder", 16).AsSpan().SequenceEqual("little"u8))
        {
            throw new CloudlessException($"{_path}: the values were saved on a big-endian machine. Load and save the file on a little-endian one.");
        }
    }

    private byte[] Read(string name, long maximum)
    {
        ZipArchiveEntry entry = _zip.GetEntry(_folder + name)
            ?? throw new CloudlessException($"{_path}: there is no {_folder}{name} in the zip. The file is incomplete; copy or save it again.");
        if (entry.Length != entry.CompressedLength || entry.Length > maximum)
        {
            // torch.save never compresses; what unpacks to more than the file's size is refused before it takes memory.
            throw new CloudlessException(
                $"{_path}: {entry.FullName} has {entry.CompressedLength:N0} bytes in the zip and {entry.Length:N0} outside; expected it stored as it is, as torch.save does, and at most {maximum:N0} bytes.");
        }

        byte[] bytes = new byte[entry.Length];
        try
        {
            using Stream stream = entry.Open();
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new CloudlessException($"{_path}: {entry.FullName} cannot be read: {e.Message} The file is cut short or damaged; copy it again.", e);
        }

        return Crc32.Of(bytes) == entry.Crc32
            ? bytes
            : throw new CloudlessException($"{_path}: {entry.FullName} is damaged (its check sum differs). Copy the file again.");
    }
}
