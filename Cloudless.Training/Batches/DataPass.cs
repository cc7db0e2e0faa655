using Cloudless.Training.Datasets;

namespace Cloudless.Training.Batches;

/// <summary>
/// Passes over the data: in each, every patch that serves for a source of the mix is drawn once, in an order of that pass. What a patch is drawn as is left to the mix
/// among what it serves for. The place in the pass follows from the step alone, so a pass goes on after a resume where it stopped.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class DataPass
{
    private readonly (PatchItem Item, (double Weight, SampleSource Source)[] Uses)[] _patches;
    private readonly ulong _seed;
    private readonly Lock _gate = new();
    private readonly (long Pass, int[] Order)[] _orders = [(-1, []), (-1, [])];

    /// <summary>Prepares.</summary>
    /// <param name="set">The patches.</param>
    /// <param name="sources">Sources of the mix that have patches, with their weights.</param>
    /// <param name="seed">Seed of the orders.</param>
    public DataPass(TrainingSet set, IReadOnlyList<(double Weight, SampleSource Source)> sources, ulong seed)
    {
        var uses = new Dictionary<PatchItem, List<(double, SampleSource)>>(ReferenceEqualityComparer.Instance);
        foreach ((double weight, SampleSource source) in sources)
        {
            IReadOnlyList<PatchItem> patches = source switch
            {
                SampleSource.Triplet => set.Triplets,
                SampleSource.Pair => set.Pairs,
                _ => set.Surfaces,
            };
            foreach (PatchItem patch in patches)
            {
                (uses.TryGetValue(patch, out List<(double, SampleSource)>? known) ? known : uses[patch] = []).Add((weight, source));
            }
        }

        _patches = [.. set.Items.Where(uses.ContainsKey).Select(i => (i, uses[i].ToArray()))];
        _seed = seed;
    }

    /// <summary>Patches in a pass.</summary>
    public int Count => _patches.Length;

    /// <summary>The patch of a slot, counted over all batches from 0, and all it may be drawn as.</summary>
    public (PatchItem Item, IReadOnlyList<(double Weight, SampleSource Source)> Uses) At(long slot)
    {
        (long pass, long place) = Math.DivRem(slot, Count);
        return _patches[OrderOf(pass)[place]];
    }

    // Readers are a few batches apart: they are in one pass, or in two that follow each other.
    private int[] OrderOf(long pass)
    {
        lock (_gate)
        {
            ref (long Pass, int[] Order) known = ref _orders[pass % 2];
            if (known.Pass != pass)
            {
                known = (pass, Shuffle(pass));
            }

            return known.Order;
        }
    }

    private int[] Shuffle(long pass)
    {
        var random = new SeededRandom(_seed ^ ((ulong)(pass + 1) * 0xA24BAED4963EE407));
        int[] order = [.. Enumerable.Range(0, Count)];
        for (int i = order.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
