using System.Text;
using System.Text.Json;

namespace Cloudless.Scoring;

/// <summary>What stands in a claim.</summary>
/// <param name="Worker">Name of the worker that holds it.</param>
/// <param name="Process">Its process.</param>
/// <param name="Beat">Counts up as long as the worker lives.</param>
internal sealed record ClaimRecord(string Worker, ProcessIdentity Process, long Beat)
{
    // One length for all beats: they are written over each other.
    private const int Length = 512;

    public byte[] ToBytes()
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, ScoringJson.Default.ClaimRecord), bytes = new byte[Math.Max(Length, json.Length + 32)];
        Array.Fill(bytes, (byte)' ');
        json.CopyTo(bytes, 0);
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>Understands a claim; null where it is not whole (yet).</summary>
    public static ClaimRecord? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(Encoding.UTF8.GetString(bytes), ScoringJson.Default.ClaimRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
