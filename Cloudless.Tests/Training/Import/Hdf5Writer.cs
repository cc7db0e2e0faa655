using System.Runtime.InteropServices;
using System.Text;

namespace Cloudless.Tests.Training.Import;

/// <summary>
/// Writes small HDF5 files as h5py does for Keras 2: groups, attributes of fixed-length texts, contiguous float32 arrays. By the HDF5 file format specification 3.0:
/// superblock 0, object headers 1, links in the headers. Shares nothing with what reads them.
/// </summary>
internal sealed class Hdf5Writer
{
    private const ulong Undefined = ulong.MaxValue;
    private readonly MemoryStream _file = new();

    private Hdf5Writer()
    {
    }

    /// <summary>A group: what it holds by name, and its attributes, each a list of texts.</summary>
    public sealed class Group
    {
        public Dictionary<string, Group> Groups { get; } = [];

        public Dictionary<string, (int[] Shape, float[] Values)> Arrays { get; } = [];

        public Dictionary<string, string[]> Texts { get; } = [];

        /// <summary>The group of a path below this one, made where it is not there.</summary>
        public Group At(string path)
        {
            Group group = this;
            foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                group.Groups.TryAdd(name, new Group());
                group = group.Groups[name];
            }

            return group;
        }
    }

    public static void Write(string path, Group root)
    {
        var writer = new Hdf5Writer();
        writer._file.Write(new byte[96]);
        long header = writer.Add(root);
        byte[] superblock = Bytes(w =>
        {
            w.Write([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0, 0, 8, 8, 0]);
            w.Write((ushort)4);
            w.Write((ushort)16);
            w.Write(0);
            w.Write(0UL);
            w.Write(Undefined);
            w.Write(writer._file.Length);
            w.Write(Undefined);
            w.Write(0UL);
            w.Write(header);
            w.Write(new byte[24]);
        });
        writer._file.Position = 0;
        writer._file.Write(superblock);
        File.WriteAllBytes(path, writer._file.ToArray());
    }

    private long Add(Group group)
    {
        var messages = new List<(ushort Type, byte[] Data)>
        {
            (0x02, Bytes(w => { w.Write((ushort)0); w.Write(Undefined); w.Write(Undefined); })),
            (0x0A, new byte[2]),
        };
        messages.AddRange(group.Groups.Select(g => Link(g.Key, Add(g.Value))));
        messages.AddRange(group.Arrays.Select(a => Link(a.Key, Add(a.Value.Shape, a.Value.Values))));
        messages.AddRange(group.Texts.Select(t => ((ushort)0x0C, Attribute(t.Key, t.Value))));
        return Header(messages);
    }

    private long Add(int[] shape, float[] values)
    {
        long at = Append(MemoryMarshal.AsBytes<float>(values));
        return Header(
        [
            (0x01, Space([.. shape.Select(s => (ulong)s)])),
            (0x03, Float(4, 31, 23, 8, 127)),
            (0x05, [2, 1, 0, 0]),
            (0x08, Bytes(w => { w.Write([3, 1]); w.Write(at); w.Write(values.Length * 4L); })),
        ]);
    }

    private static (ushort Type, byte[] Data) Link(string name, long header) => (0x06, Bytes(w =>
    {
        w.Write([1, 0, (byte)name.Length]);
        w.Write(Encoding.UTF8.GetBytes(name));
        w.Write(header);
    }));

    // An empty list is, as NumPy has it, an array of no float64.
    private static byte[] Attribute(string name, string[] texts) => Bytes(w =>
    {
        byte[] title = Encoding.UTF8.GetBytes(name + '\0'), space = Space([(ulong)texts.Length]);
        int length = texts.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty(0).Max();
        byte[] type = texts.Length == 0 ? Float(8, 63, 52, 11, 1023) : Bytes(t => { t.Write([0x13, 1, 0, 0]); t.Write(length); });
        w.Write((ushort)1);
        w.Write((ushort)title.Length);
        w.Write((ushort)type.Length);
        w.Write((ushort)space.Length);
        w.Write(Padded(title));
        w.Write(Padded(type));
        w.Write(Padded(space));
        foreach (string text in texts)
        {
            byte[] padded = new byte[length];
            Encoding.UTF8.GetBytes(text, padded);
            w.Write(padded);
        }
    });

    private static byte[] Space(ulong[] sizes) => Bytes(w =>
    {
        w.Write([1, (byte)sizes.Length, 0, 0, 0, 0, 0, 0]);
        foreach (ulong size in sizes)
        {
            w.Write(size);
        }
    });

    private static byte[] Float(int size, byte sign, byte mantissa, byte exponent, int bias) => Bytes(w =>
    {
        w.Write([0x11, 0x20, sign, 0]);
        w.Write(size);
        w.Write((ushort)0);
        w.Write((ushort)(8 * size));
        w.Write([mantissa, exponent, 0, mantissa]);
        w.Write(bias);
    });

    private long Header(List<(ushort Type, byte[] Data)> messages)
    {
        byte[] body = Bytes(w =>
        {
            foreach ((ushort type, byte[] data) in messages)
            {
                byte[] padded = Padded(data);
                w.Write(type);
                w.Write((ushort)padded.Length);
                w.Write(new byte[4]);
                w.Write(padded);
            }
        });
        return Append(Bytes(w =>
        {
            w.Write([1, 0]);
            w.Write((ushort)messages.Count);
            w.Write(1);
            w.Write(body.Length);
            w.Write(0);
            w.Write(body);
        }));
    }

    private long Append(ReadOnlySpan<byte> bytes)
    {
        long at = _file.Length;
        _file.Write(Padded(bytes.ToArray()));
        return at;
    }

    private static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[(8 - (bytes.Length % 8)) % 8]];

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        write(writer);
        writer.Flush();
        return memory.ToArray();
    }
}
