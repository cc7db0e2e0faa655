namespace Cloudless.Imagery;

/// <summary>Arrays as large as scenes, taken again by the next job where the garbage collector has not freed them.</summary>
/// <remarks>
/// A scene needs hundreds of megabytes for a few seconds. Fresh memory costs a page fault for every 4 KB, more than decoding the file does, and with much
/// memory in the machine the collector lets several scenes pile up. Held weakly: an array that nobody takes again goes as any other. Thread-safe.
/// </remarks>
internal static class LargeArrays
{
    /// <summary>An array of exactly this length with anything in it, for those who write every element.</summary>
    public static T[] Take<T>(int length)
        where T : unmanaged => Shelf<T>.Take(length) ?? GC.AllocateUninitializedArray<T>(length);

    /// <summary>Hands an array back; nobody may use it any more.</summary>
    public static void Give<T>(T[] array)
        where T : unmanaged => Shelf<T>.Give(array);

    private static class Shelf<T>
        where T : unmanaged
    {
        private static readonly Lock Gate = new();
        private static readonly List<WeakReference<T[]>> Arrays = [];

        public static T[]? Take(int length)
        {
            lock (Gate)
            {
                for (int i = Arrays.Count - 1; i >= 0; i--)
                {
                    if (!Arrays[i].TryGetTarget(out T[]? array))
                    {
                        Arrays.RemoveAt(i);
                    }
                    else if (array.Length == length)
                    {
                        Arrays.RemoveAt(i);
                        return array;
                    }
                }

                return null;
            }
        }

        public static void Give(T[] array)
        {
            lock (Gate)
            {
                Arrays.Add(new WeakReference<T[]>(array));
            }
        }
    }
}
