using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cloudless.Networks.Onnx.Schema;
using Google.Protobuf;

namespace Cloudless.Networks.Onnx;

/// <summary>Tensors of ONNX files: to and from the schema's message.</summary>
internal static class OnnxTensor
{
    /// <summary>TensorProto.DataType of float32.</summary>
    public const int Float32 = 1;

    private const int UInt8 = 2, Int8 = 3, Int32 = 6, Int64 = 7;

    /// <summary>A float32 tensor, values as little-endian raw data.</summary>
    public static TensorProto From(string name, IEnumerable<int> shape, ReadOnlySpan<float> values)
    {
        byte[] raw = new byte[checked(values.Length * sizeof(float))];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        return Raw(name, Float32, shape, raw);
    }

    /// <summary>A one-dimensional int64 tensor.</summary>
    public static TensorProto From(string name, ReadOnlySpan<long> values)
    {
        byte[] raw = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        }

        return Raw(name, Int64, [values.Length], raw);
    }

    /// <summary>An int32 tensor.</summary>
    public static TensorProto From(string name, IEnumerable<int> shape, ReadOnlySpan<int> values)
    {
        byte[] raw = new byte[checked(values.Length * sizeof(int))];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(raw.AsSpan(i * sizeof(int)), values[i]);
        }

        return Raw(name, Int32, shape, raw);
    }

    /// <summary>An int8 tensor.</summary>
    public static TensorProto From(string name, IEnumerable<int> shape, ReadOnlySpan<sbyte> values) =>
        Raw(name, Int8, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A uint8 number.</summary>
    public static TensorProto From(string name, byte value) => Raw(name, UInt8, [], [value]);

    /// <summary>The values of a float32 tensor; null where the tensor holds another type.</summary>
    /// <exception cref="ModelContractException">The tensor's data do not fill its shape, or lie in another file.</exception>
    public static float[]? Floats(TensorProto tensor, string source)
    {
        if (tensor.DataType != Float32)
        {
            return null;
        }

        int count = Count(tensor, source);
        if (tensor.RawData.Length == 0)
        {
            RequireLength(tensor, tensor.FloatData.Count, count, source);
            return [.. tensor.FloatData];
        }

        ReadOnlySpan<byte> raw = RawData(tensor, sizeof(float), count, source);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(raw.Slice(i * sizeof(float), sizeof(float)));
        }

        return values;
    }

    /// <summary>The values of an integer tensor; null where the tensor holds another type.</summary>
    /// <exception cref="ModelContractException">The tensor's data do not fill its shape, or lie in another file.</exception>
    public static long[]? Integers(TensorProto tensor, string source)
    {
        if (tensor.DataType is not (Int64 or Int32))
        {
            return null;
        }

        int count = Count(tensor, source);
        bool wide = tensor.DataType == Int64;
        if (tensor.RawData.Length == 0)
        {
            long[] stored = wide ? [.. tensor.Int64Data] : [.. tensor.Int32Data.Select(v => (long)v)];
            RequireLength(tensor, stored.Length, count, source);
            return stored;
        }

        int size = wide ? sizeof(long) : sizeof(int);
        ReadOnlySpan<byte> raw = RawData(tensor, size, count, source);
        long[] values = new long[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> item = raw.Slice(i * size, size);
            values[i] = wide ? BinaryPrimitives.ReadInt64LittleEndian(item) : BinaryPrimitives.ReadInt32LittleEndian(item);
        }

        return values;
    }

    /// <summary>Refuses a tensor whose data are not in the file.</summary>
    /// <exception cref="ModelContractException">The tensor's data lie in another file.</exception>
    public static void RequireEmbedded(TensorProto tensor, string source)
    {
        if (tensor.DataLocation != 0)
        {
            throw new ModelContractException(
                $"{source}: the values of tensor '{tensor.Name}' lie in another file (external data); Cloudless reads models of one file. Export the model without external data.");
        }
    }

    private static TensorProto Raw(string name, int type, IEnumerable<int> shape, byte[] raw)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = UnsafeByteOperations.UnsafeWrap(raw) };
        tensor.Dims.AddRange(shape.Select(d => (long)d));
        return tensor;
    }

    private static int Count(TensorProto tensor, string source)
    {
        RequireEmbedded(tensor, source);
        long count = 1;
        foreach (long size in tensor.Dims)
        {
            // Keeps the product far from overflow: no file of 2 GB holds more values.
            count = size < 0 || size > int.MaxValue ? long.MaxValue : count * size;
            if (count > int.MaxValue)
            {
                throw new ModelContractException(
                    $"{source}: tensor '{tensor.Name}' claims the shape [{string.Join(',', tensor.Dims)}], more than a file can hold; the file is damaged.");
            }
        }

        return (int)count;
    }

    private static ReadOnlySpan<byte> RawData(TensorProto tensor, int size, int count, string source)
    {
        if (tensor.RawData.Length != (long)count * size)
        {
            throw new ModelContractException(
                $"{source}: tensor '{tensor.Name}' holds {tensor.RawData.Length} bytes; its shape [{string.Join(',', tensor.Dims)}] needs {(long)count * size}. The file is damaged.");
        }

        return tensor.RawData.Span;
    }

    private static void RequireLength(TensorProto tensor, int found, int expected, string source)
    {
        if (found != expected)
        {
            throw new ModelContractException(
                $"{source}: tensor '{tensor.Name}' holds {found} values; its shape [{string.Join(',', tensor.Dims)}] needs {expected}. The file is damaged.");
        }
    }
}
