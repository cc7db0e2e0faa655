using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cloudless.Rasters;
using Cloudless.Training.Engines;
using Cloudless.Training.Settings;

namespace Cloudless.Training.Checkpoints;

/// <summary>
/// The file of a checkpoint: 8 bytes of magic, then little-endian fields, then the SHA-256 of all before it, so that a truncated or damaged file
/// is known as such. Written and read piece by piece: of a large network it is half a gigabyte.
/// </summary>
internal static class CheckpointFile
{
    private const int Digest = SHA256.HashSizeInBytes, Piece = 1 << 20;
    private static readonly byte[] Magic = "CLDLSCK2"u8.ToArray();

    /// <summary>Where the checkpoint before the newest lies.</summary>
    public static string PreviousOf(string path) => path + ".previous";

    public static void Write(string path, Checkpoint checkpoint)
    {
        using AtomicFile file = AtomicFile.Create(path, overwrite: true);
        try
        {
            WriteContent(file.TemporaryPath, checkpoint);
            file.Prepare();

            // A disk may lose what it called written; of two files one is whole.
            if (File.Exists(path))
            {
                File.Move(path, PreviousOf(path), overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.WriteFailed(path, e.Message, e);
        }

        file.Place();
    }

    /// <summary>Refuses, before any training, a path where no checkpoint can be written or where a file lies that is none.</summary>
    public static void RequireWritable(string path)
    {
        using AtomicFile probe = AtomicFile.Create(path, overwrite: true);
        foreach (string found in new[] { path, PreviousOf(path) })
        {
            if (Directory.Exists(found) || (File.Exists(found) && !BeginsAsCheckpoint(found)))
            {
                throw new CloudlessException($"{found}: exists and is no Cloudless checkpoint; it is not replaced. Give the checkpoint another name, or move the file away.");
            }
        }
    }

    public static Checkpoint Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] beginning = new byte[Magic.Length];
            if (file.Length < Magic.Length + Digest || file.ReadAtLeast(beginning, beginning.Length, false) < beginning.Length || !beginning.AsSpan().SequenceEqual(Magic))
            {
                throw new CloudlessException(
                    $"{path}: not a Cloudless checkpoint of this version (found {file.Length} bytes with another beginning). Give a file that a training of this version wrote, or start anew.");
            }

            if (!IsWhole(file))
            {
                throw new CloudlessException($"{path}: the checkpoint is truncated or damaged (its digest differs). Use an earlier copy or start anew.");
            }

            file.Position = Magic.Length;
            using var reader = new BinaryReader(new BufferedStream(file, Piece), Encoding.UTF8);
            return ReadContent(reader, file.Length - Digest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the checkpoint cannot be read: {e.Message}", e);
        }
    }

    private static void WriteContent(string path, Checkpoint checkpoint)
    {
        using var sha = SHA256.Create();
        using FileStream file = File.Create(path);
        using (var hashed = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(new BufferedStream(hashed, Piece), Encoding.UTF8))
        {
            writer.Write(Magic);
            writer.Write(TrainingJson.Write(checkpoint.Options));
            writer.Write(checkpoint.Data);
            writer.Write(TrainingJson.Write(checkpoint.State));
            writer.Write(checkpoint.Optimizer.Step);
            writer.Write(checkpoint.Optimizer.MomentumSchedule);
            WriteNamed(writer, checkpoint.Weights);
            WriteNamed(writer, checkpoint.Average ?? new Dictionary<string, float[]>());
            WriteArrays(writer, checkpoint.Optimizer.FirstMoments);
            WriteArrays(writer, checkpoint.Optimizer.SecondMoments);
            if (checkpoint.Optimizer.Opponent is { } opponent)
            {
                WriteOpponent(writer, opponent);
            }
        }

        file.Write(sha.Hash!);
    }

    private static Checkpoint ReadContent(BinaryReader reader, long end)
    {
        TrainOptions options = TrainingJson.ReadOptions(reader.ReadString());
        string data = reader.ReadString();
        TrainingState state = TrainingJson.ReadState(reader.ReadString());
        long step = reader.ReadInt64();
        double schedule = reader.ReadDouble();
        Dictionary<string, float[]> weights = ReadNamed(reader), average = ReadNamed(reader);
        var optimizer = new NAdamState(step, schedule, ReadArrays(reader), ReadArrays(reader));

        // Only trainings against an opponent have more.
        optimizer = reader.BaseStream.Position < end ? optimizer with { Opponent = ReadOpponent(reader) } : optimizer;
        return new Checkpoint(options, data, state, weights, average.Count == 0 ? null : average, optimizer);
    }

    private static void WriteOpponent(BinaryWriter writer, OpponentState opponent)
    {
        writer.Write(opponent.Optimizer.Step);
        writer.Write(opponent.Optimizer.MomentumSchedule);
        WriteArrays(writer, opponent.Weights);
        WriteArrays(writer, opponent.Optimizer.FirstMoments);
        WriteArrays(writer, opponent.Optimizer.SecondMoments);
    }

    private static OpponentState ReadOpponent(BinaryReader reader)
    {
        (long step, double schedule) = (reader.ReadInt64(), reader.ReadDouble());
        float[][] weights = ReadArrays(reader);
        return new OpponentState(weights, new NAdamState(step, schedule, ReadArrays(reader), ReadArrays(reader)));
    }

    private static bool IsWhole(FileStream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[Piece];
        file.Position = 0;
        for (long left = file.Length - Digest; left > 0;)
        {
            int read = file.Read(piece, 0, (int)Math.Min(piece.Length, left));
            if (read == 0)
            {
                return false;
            }

            hash.AppendData(piece, 0, read);
            left -= read;
        }

        byte[] stored = new byte[Digest];
        return file.ReadAtLeast(stored, Digest, throwOnEndOfStream: false) == Digest && hash.GetHashAndReset().AsSpan().SequenceEqual(stored);
    }

    private static bool BeginsAsCheckpoint(string path)
    {
        try
        {
            // Of any version: what an earlier one wrote may be replaced too.
            using FileStream file = File.OpenRead(path);
            byte[] beginning = new byte[Magic.Length - 1];
            return file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length && beginning.AsSpan().SequenceEqual(Magic.AsSpan(0, beginning.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the checkpoint that is there cannot be read: {e.Message} Give the checkpoint another name.", e);
        }
    }

    private static void WriteNamed(BinaryWriter writer, IReadOnlyDictionary<string, float[]> arrays)
    {
        writer.Write(arrays.Count);
        foreach ((string name, float[] values) in arrays)
        {
            writer.Write(name);
            WriteArray(writer, values);
        }
    }

    private static Dictionary<string, float[]> ReadNamed(BinaryReader reader)
    {
        var arrays = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string name = reader.ReadString();
            arrays[name] = ReadArray(reader);
        }

        return arrays;
    }

    private static void WriteArrays(BinaryWriter writer, IReadOnlyList<float[]> arrays)
    {
        writer.Write(arrays.Count);
        foreach (float[] values in arrays)
        {
            WriteArray(writer, values);
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

    // As they lie in memory: every machine that .NET trains on is little-endian.
    private static void WriteArray(BinaryWriter writer, float[] values)
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes<float>(values));
    }

    private static float[] ReadArray(BinaryReader reader)
    {
        float[] values = new float[reader.ReadInt32()];
        reader.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
