using System.Numerics;
using Cloudless.Imagery;

namespace Cloudless.Removal.Streaming;

/// <summary>Walks over a scene strip by strip from the top; while one is looked at, the next one is being read.</summary>
internal static class StripLoader
{
    /// <summary>Looks at all strips.</summary>
    /// <param name="scene">The samples.</param>
    /// <param name="strips">How it is cut.</param>
    /// <param name="look">Gets one strip after the other, which it may use until it returns.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellationToken">Looked at before every strip.</param>
    public static void Walk<T>(StoredScene<T> scene, SceneStrips strips, Action<StripView> look, int threads, CancellationToken cancellationToken)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        T[]? stored = null;
        int length = Sentinel2Band.Count * strips.LargestWide;
        float[][] dn = [.. Enumerable.Range(0, Math.Min(2, strips.Count)).Select(_ => LargeArrays.Take<float>(length))];
        using (var ahead = new BackgroundWork())
        {
            Task<StripView> next = ahead.Start(() => Load(0));
            for (int i = 0; i < strips.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                StripView strip = BackgroundWork.Result(next);
                int following = i + 1;
                next = following < strips.Count ? ahead.Start(() => Load(following)) : next;
                look(strip);
            }
        }

        foreach (float[] array in dn)
        {
            LargeArrays.Give(array);
        }

        StripView Load(int i)
        {
            Window wide = strips.Wide(i);
            scene.ReadDn(wide, ref stored, dn[i % 2], threads);
            return new StripView(strips.Core(i), wide, dn[i % 2]);
        }
    }
}
