using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Cloudless.Tests.Training.Import;

/// <summary>Writes files as <c>torch.save</c> does: a zip with a pickle of protocol 2 and a file for each storage. Shares nothing with what reads them.</summary>
internal sealed class TorchWriter
{
    private readonly MemoryStream _pickle = new();
    private readonly List<byte[]> _storages = [];

    private TorchWriter()
    {
    }

    /// <summary>A tensor to write.</summary>
    /// <param name="Shape">Sizes.</param>
    /// <param name="Values">Values in order.</param>
    public sealed record Tensor(int[] Shape, float[] Values)
    {
        public string Storage { get; init; } = "FloatStorage";

        /// <summary>Whether channels lie innermost, as after <c>.to(memory_format=torch.channels_last)</c>.</summary>
        public bool ChannelsLast { get; init; }

        /// <summary>Steps written instead of the true ones.</summary>
        public int[]? Strides { get; init; }

        /// <summary>Sizes written instead of the true ones, over one value with steps of 0.</summary>
        public int[]? Repeated { get; init; }
    }

    /// <summary>A name of Python, for files that ask for what they should not.</summary>
    public sealed record Name(string Module, string Member);

    /// <summary>A call of a name, likewise.</summary>
    public sealed record Call(Name Function, params object[] Arguments);

    /// <summary>Writes a value: dictionaries (lists of pairs), tensors, numbers, texts.</summary>
    public static void Write(string path, object value, CompressionLevel level = CompressionLevel.NoCompression, params string[] more)
    {
        var writer = new TorchWriter();
        writer._pickle.Write([0x80, 2]);
        writer.Put(value);
        writer._pickle.Write("."u8);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "archive/data.pkl", writer._pickle.ToArray(), level);
        for (int i = 0; i < writer._storages.Count; i++)
        {
            Add(zip, $"archive/data/{i}", writer._storages[i], level);
        }

        foreach (string name in more)
        {
            Add(zip, name, [1], level);
        }

        Add(zip, "archive/version", "3\n"u8.ToArray(), level);
    }

    private static void Add(ZipArchive zip, string name, byte[] content, CompressionLevel level)
    {
        using Stream stream = zip.CreateEntry(name, level).Open();
        stream.Write(content);
    }

    private void Put(object value)
    {
        switch (value)
        {
            case IEnumerable<(string Key, object Value)> pairs:
                Global("collections", "OrderedDict");
                _pickle.Write(")R("u8);
                foreach ((string key, object item) in pairs)
                {
                    Put(key);
                    Put(item);
                }

                // As the state dict of a module: with a _metadata beside its items.
                _pickle.Write("u}"u8);
                Put("_metadata");
                Global("collections", "OrderedDict");
                _pickle.Write(")Rsb"u8);
                break;
            case Tensor tensor: PutTensor(tensor); break;
            case Call call:
                Global(call.Function.Module, call.Function.Member);
                PutTuple(call.Arguments);
                _pickle.Write("R"u8);
                break;
            case string text:
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                _pickle.Write("X"u8);
                PutInt32(bytes.Length);
                _pickle.Write(bytes);
                break;
            case int number:
                _pickle.Write("J"u8);
                PutInt32(number);
                break;
            case bool flag: _pickle.Write([(byte)(flag ? 0x88 : 0x89)]); break;
            case double real:
                _pickle.Write("G"u8);
                byte[] big = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(big, real);
                _pickle.Write(big);
                break;
            case int[] list: PutTuple([.. list.Cast<object>()]); break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    private void PutTensor(Tensor tensor)
    {
        int[] strides = new int[tensor.Shape.Length];
        int[] order = tensor.ChannelsLast ? [1, 3, 2, 0] : [.. Enumerable.Range(0, strides.Length).Reverse()];
        int step = 1;
        foreach (int dimension in order)
        {
            strides[dimension] = step;
            step *= tensor.Shape[dimension];
        }

        // One value before the tensor's own, so that the offset counts.
        float[] stored = new float[tensor.Values.Length + 1];
        for (int i = 0; i < tensor.Values.Length; i++)
        {
            int left = i, at = 1;
            for (int d = strides.Length - 1; d >= 0; d--)
            {
                at += left % tensor.Shape[d] * strides[d];
                left /= tensor.Shape[d];
            }

            stored[at] = tensor.Values[i];
        }

        Global("torch._utils", "_rebuild_tensor_v2");
        _pickle.Write("(("u8);
        Put("storage");
        Global("torch", tensor.Storage);
        Put($"{_storages.Count}");
        Put("cuda:0");
        Put(stored.Length);
        _pickle.Write("tQ"u8);
        Put(1);
        Put(tensor.Repeated ?? tensor.Shape);
        Put(tensor.Repeated is { } sizes ? new int[sizes.Length] : tensor.Strides ?? strides);
        Put(false);
        Global("collections", "OrderedDict");
        _pickle.Write(")RtR"u8);
        _storages.Add(tensor.Storage switch
        {
            "HalfStorage" => MemoryMarshal.AsBytes<Half>(Array.ConvertAll(stored, v => (Half)v)).ToArray(),
            "DoubleStorage" => MemoryMarshal.AsBytes<double>(Array.ConvertAll(stored, v => (double)v)).ToArray(),
            "BFloat16Storage" => MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(stored, v => (ushort)(BitConverter.SingleToUInt32Bits(v) >> 16))).ToArray(),
            "LongStorage" => MemoryMarshal.AsBytes<long>(Array.ConvertAll(stored, v => (long)v)).ToArray(),
            _ => MemoryMarshal.AsBytes<float>(stored).ToArray(),
        });
    }

    private void PutTuple(object[] items)
    {
        _pickle.Write("("u8);
        foreach (object item in items)
        {
            Put(item);
        }

        _pickle.Write("t"u8);
    }

    private void Global(string module, string name) => _pickle.Write(Encoding.UTF8.GetBytes($"c{module}\n{name}\n"));

    private void PutInt32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _pickle.Write(bytes);
    }
}
