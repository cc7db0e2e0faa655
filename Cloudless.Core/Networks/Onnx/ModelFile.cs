using System.Security.Cryptography;
using Cloudless.Networks.Onnx.Schema;
using Google.Protobuf;

namespace Cloudless.Networks.Onnx;

/// <summary>Model files as bytes: reading and writing them whole, and parsing them.</summary>
internal static class ModelFile
{
    // The limit of the protobuf format, and of arrays.
    private const long MaximumSize = int.MaxValue;

    // Room for the names, the card and the structure beside the weights.
    private const long Margin = 1 << 24;

    /// <summary>Refuses weights that would not fit into an ONNX file.</summary>
    /// <exception cref="CloudlessException">More than 2 GB, less a margin for what is not weights.</exception>
    public static void RequireSize(string what, long weightBytes)
    {
        if (weightBytes > MaximumSize - Margin)
        {
            throw new CloudlessException(
                $"{what} has {weightBytes:N0} bytes of weights; an ONNX file holds at most {MaximumSize - Margin:N0}. Take fewer features or blocks.");
        }
    }

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximum">Bytes it may have.</param>
    /// <param name="kind">What is expected, for messages.</param>
    /// <exception cref="ModelContractException">The file is not there, cannot be read, is empty or too large.</exception>
    public static byte[] Read(string path, long maximum = MaximumSize, string kind = "an ONNX file")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                throw new ModelContractException($"{path}: there is no such model file. Give the path of {kind}.");
            }

            if (file.Length == 0 || file.Length > maximum)
            {
                throw new ModelContractException(file.Length == 0
                    ? $"{path}: the model file is empty; expected {kind}. Copy or export it again."
                    : $"{path}: the model file has {file.Length:N0} bytes; {kind} has at most {maximum:N0} ({Size(maximum)}).");
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelContractException($"{path}: the model file cannot be read: {e.Message}", e);
        }
    }

    private static string Size(long bytes) => bytes >= 1 << 30 ? FormattableString.Invariant($"{bytes / (double)(1 << 30):0.#} GB") : $"{bytes >> 20} MB";

    /// <summary>Parses bytes as ONNX.</summary>
    /// <exception cref="ModelContractException">The bytes are not an ONNX model, or are cut short.</exception>
    public static ModelProto Parse(byte[] bytes, string source)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is not null
                ? model
                : throw new ModelContractException($"{source}: the file holds no ONNX graph; it is another kind of file, or damaged. Copy or export it again.");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelContractException(
                $"{source}: the file is not an ONNX model, or is cut short ({bytes.Length:N0} bytes): {e.Message} Copy or export it again.", e);
        }
    }

    /// <summary>SHA-256 of bytes as lowercase hexadecimal digits.</summary>
    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
