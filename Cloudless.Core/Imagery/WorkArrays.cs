using System.Buffers;

namespace Cloudless.Imagery;

/// <summary>Arrays for the length of a call: small ones from the shared pool, large ones from <see cref="LargeArrays"/>.</summary>
/// <remarks>The shared pool keeps an array of each size for every thread that ever returned one: of strips of a scene that would be hundreds of megabytes for good.</remarks>
internal static class WorkArrays
{
    // A size that the shared pool has: what it gives for less is not larger.
    private const int Large = 1 << 20;

    /// <summary>An array of this length or more with anything in it.</summary>
    public static T[] Rent<T>(int length)
        where T : unmanaged => length <= Large ? ArrayPool<T>.Shared.Rent(length) : LargeArrays.Take<T>(length);

    /// <summary>Hands an array of <see cref="Rent"/> back; nobody may use it any more.</summary>
    public static void Return<T>(T[] array)
        where T : unmanaged
    {
        if (array.Length <= Large)
        {
            ArrayPool<T>.Shared.Return(array);
        }
        else
        {
            LargeArrays.Give(array);
        }
    }
}
