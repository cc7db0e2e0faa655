using System.Runtime.InteropServices;

namespace Cloudless.Training.Import.PyTorch;

/// <summary>The value types of PyTorch's storages, and tensors of floating-point ones as float32.</summary>
internal static class TorchValues
{
    // Integers stand in counters of some layers; they are known so that the layer can be named instead of the storage.
    private static readonly Dictionary<string, int> SizeOf = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = 4, ["DoubleStorage"] = 8, ["HalfStorage"] = 2, ["BFloat16Storage"] = 2, ["LongStorage"] = 8, ["IntStorage"] = 4,
        ["ShortStorage"] = 2, ["CharStorage"] = 1, ["ByteStorage"] = 1, ["BoolStorage"] = 1,
    };

    /// <summary>Whether this is the name of a storage.</summary>
    public static bool IsStorage(string name) => SizeOf.ContainsKey(name);

    /// <summary>Reads a tensor, the last dimension the fastest whatever its strides.</summary>
    /// <exception cref="CloudlessException">The tensor has no floating-point values, reaches beyond its storage, or the storage is damaged.</exception>
    public static float[] Read(TorchTensor tensor, string name, TorchArchive archive, string source)
    {
        TorchStorage storage = tensor.Storage;
        RequireInside(tensor, name, source);
        byte[] bytes = archive.ReadStorage(storage.Key, storage.Count * SizeOf[storage.Type]);
        float[] all = storage.Type switch
        {
            "FloatStorage" => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            "DoubleStorage" => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), v => (float)v),
            "HalfStorage" => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), v => (float)v),
            "BFloat16Storage" => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), v => BitConverter.UInt32BitsToSingle((uint)v << 16)),
            _ => throw new CloudlessException($"{source}: '{name}' is of integers ({storage.Type}); expected floating-point weights."),
        };
        float[] values = new float[tensor.Shape.Aggregate(1L, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            long left = i, at = tensor.Offset;
            for (int d = tensor.Shape.Length - 1; d >= 0; d--)
            {
                (left, long index) = Math.DivRem(left, tensor.Shape[d]);
                at += index * tensor.Strides[d];
            }

            values[i] = all[at];
        }

        return values;
    }

    private static void RequireInside(TorchTensor tensor, string name, string source)
    {
        TorchStorage storage = tensor.Storage;
        bool sane = tensor.Shape.Length == tensor.Strides.Length && tensor.Offset >= 0 && storage.Count <= int.MaxValue
            && tensor.Shape.All(s => s is > 0 and <= int.MaxValue) && tensor.Strides.All(s => s is >= 0 and <= int.MaxValue);
        double count = tensor.Shape.Aggregate(1.0, (a, b) => a * b);
        double last = sane ? tensor.Offset + tensor.Shape.Zip(tensor.Strides, (n, step) => (n - 1.0) * step).Sum() : 0;

        // No weight repeats its values, so a tensor of more values than its storage is a trap for memory.
        if (!sane || count > storage.Count || last >= storage.Count)
        {
            throw new CloudlessException(
                $"{source}: '{name}' has sizes [{string.Join(',', tensor.Shape)}], steps [{string.Join(',', tensor.Strides)}] and begins at {tensor.Offset}, which does not fit its storage of {storage.Count} values. The file is damaged; save it again.");
        }
    }
}
