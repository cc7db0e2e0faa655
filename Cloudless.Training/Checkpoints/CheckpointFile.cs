using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloudless.Rasters;
using Cloudless.Training.Engines;

namespace Cloudless.Training.Checkpoints;

/// <summary>
/// The file of a checkpoint: 8 bytes of magic, then little-endian fields, then the SHA-256 of all before it, so that a truncated or damaged file
/// is known as such.
/// </summary>
internal static class CheckpointFile
{
    private static readonly byte[] Magic = "CLDLSCK1"u8.ToArray();
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public static string ToJson(TrainOptions options) => JsonSerializer.Serialize(options, Json);

    public static void Write(string path, Checkpoint checkpoint)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(ToJson(checkpoint.Options));
            writer.Write(checkpoint.Data);
            writer.Write(checkpoint.Elapsed.Ticks);
            writer.Write(checkpoint.Optimizer.Step);
            writer.Write(checkpoint.Optimizer.MomentumSchedule);
            writer.Write(checkpoint.Weights.Count);
            foreach ((string name, float[] values) in checkpoint.Weights)
            {
                writer.Write(name);
                WriteArray(writer, values);
            }

            WriteArrays(writer, checkpoint.Optimizer.FirstMoments);
            WriteArrays(writer, checkpoint.Optimizer.SecondMoments);
        }

        memory.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        AtomicFile.WriteAllBytes(path, memory.GetBuffer().AsSpan(0, (int)memory.Length), overwrite: true);
    }

    /// <summary>Refuses, before any training, a path where no checkpoint can be written or where a file lies that is none.</summary>
    public static void RequireWritable(string path)
    {
        using AtomicFile probe = AtomicFile.Create(path, overwrite: true);
        if (File.Exists(path) && !BeginsWithMagic(path))
        {
            throw new CloudlessException($"{path}: exists and is no Cloudless checkpoint; it is not replaced. Give the checkpoint another name, or move the file away.");
        }
    }

    public static Checkpoint Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the checkpoint cannot be read: {e.Message}", e);
        }

        const int Digest = SHA256.HashSizeInBytes;
        if (bytes.Length < Magic.Length + Digest || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new CloudlessException($"{path}: not a Cloudless checkpoint (found {bytes.Length} bytes with another beginning). Give a file that --checkpoint wrote.");
        }

        if (!SHA256.HashData(bytes.AsSpan(0, bytes.Length - Digest)).AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - Digest)))
        {
            throw new CloudlessException($"{path}: the checkpoint is truncated or damaged (its digest differs). Use an earlier copy or start anew.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length, bytes.Length - Magic.Length - Digest), Encoding.UTF8);
        TrainOptions options = JsonSerializer.Deserialize<TrainOptions>(reader.ReadString(), Json)
            ?? throw new CloudlessException($"{path}: the checkpoint holds no options. Start anew.");
        string data = reader.ReadString();
        var elapsed = TimeSpan.FromTicks(reader.ReadInt64());
        long step = reader.ReadInt64();
        double schedule = reader.ReadDouble();
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string name = reader.ReadString();
            weights[name] = ReadArray(reader);
        }

        return new Checkpoint(options, data, elapsed, weights, new NAdamState(step, schedule, ReadArrays(reader), ReadArrays(reader)));
    }

    private static bool BeginsWithMagic(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] beginning = new byte[Magic.Length];
            return file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length && beginning.AsSpan().SequenceEqual(Magic);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the checkpoint that is there cannot be read: {e.Message} Give the checkpoint another name.", e);
        }
    }

    private static void WriteArrays(BinaryWriter writer, IReadOnlyList<float[]> arrays)
    {
        writer.Write(arrays.Count);
        foreach (float[] values in arrays)
        {
            WriteArray(writer, values);
        }
    }

    private static void WriteArray(BinaryWriter writer, float[] values)
    {
        writer.Write(values.Length);
        foreach (float value in values)
        {
            writer.Write(value);
        }
    }

    private static float[][] ReadArrays(BinaryReader reader)
    {
        float[][] arrays = new float[reader.ReadInt32()][];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = ReadArray(reader);
        }

        return arrays;
    }

    private static float[] ReadArray(BinaryReader reader)
    {
        float[] values = new float[reader.ReadInt32()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSingle();
        }

        return values;
    }
}
