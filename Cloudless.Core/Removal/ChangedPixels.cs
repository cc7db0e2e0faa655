using System.Runtime.InteropServices;

namespace Cloudless.Removal;

/// <summary>Marks the pixels whose stored bits differ between two images.</summary>
internal static class ChangedPixels
{
    /// <summary>Marks a window.</summary>
    /// <typeparam name="T">Sample type.</typeparam>
    /// <param name="before">[C,h,w], planar.</param>
    /// <param name="after">[C,h,w], planar.</param>
    /// <param name="changed">[h,w], overwritten: 1 where a sample of any channel differs in any bit, else 0.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Mark<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, Span<byte> changed)
        where T : unmanaged
    {
        if (before.Length != after.Length || changed.Length == 0 || before.Length % changed.Length != 0)
        {
            throw new ArgumentException($"{before.Length} and {after.Length} samples do not fill {changed.Length} pixels alike.", nameof(changed));
        }

        changed.Clear();
        for (int start = 0; start < before.Length; start += changed.Length)
        {
            MarkBits(before.Slice(start, changed.Length), after.Slice(start, changed.Length), changed);
        }
    }

    // As whole numbers, so that NaN equals itself and -0 is not 0.
    private static unsafe void MarkBits<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, Span<byte> changed)
        where T : unmanaged
    {
        switch (sizeof(T))
        {
            case sizeof(byte): MarkPlane(MemoryMarshal.Cast<T, byte>(before), MemoryMarshal.Cast<T, byte>(after), changed); break;
            case sizeof(ushort): MarkPlane(MemoryMarshal.Cast<T, ushort>(before), MemoryMarshal.Cast<T, ushort>(after), changed); break;
            case sizeof(uint): MarkPlane(MemoryMarshal.Cast<T, uint>(before), MemoryMarshal.Cast<T, uint>(after), changed); break;
            default: MarkPlane(MemoryMarshal.Cast<T, ulong>(before), MemoryMarshal.Cast<T, ulong>(after), changed); break;
        }
    }

    private static void MarkPlane<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, Span<byte> changed)
        where T : unmanaged, IEquatable<T>
    {
        // Most of an image is as it was, so it goes from one difference to the next.
        for (int i = before.CommonPrefixLength(after); i < before.Length; i += before[i..].CommonPrefixLength(after[i..]))
        {
            changed[i++] = 1;
        }
    }
}
