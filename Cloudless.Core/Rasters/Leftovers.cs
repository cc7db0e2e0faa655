namespace Cloudless.Rasters;

/// <summary>What must go with a process that ends without an end to its work: files and folders that stand only until that.</summary>
/// <remarks>Thread-safe. A process that is killed outright leaves them; which of them nobody writes any more, another process cannot know.</remarks>
internal static class Leftovers
{
    private static readonly List<(object Owner, Action Delete)> Known = [];

    /// <summary>Remembers something.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="delete">Deletes it; throws nothing.</param>
    public static void Remember(object owner, Action delete)
    {
        lock (Known)
        {
            Known.Add((owner, delete));
        }
    }

    /// <summary>Forgets what is in its place, or gone.</summary>
    public static void Forget(object owner)
    {
        lock (Known)
        {
            Known.RemoveAll(k => ReferenceEquals(k.Owner, owner));
        }
    }

    /// <summary>Deletes all, the last first, for folders come before what is in them. To be called when the process ends: whoever still writes, writes into files that have no name.</summary>
    public static void Delete()
    {
        lock (Known)
        {
            for (int i = Known.Count - 1; i >= 0; i--)
            {
                Known[i].Delete();
            }
        }
    }
}
