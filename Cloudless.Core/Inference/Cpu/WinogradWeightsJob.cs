namespace Cloudless.Inference.Cpu;

/// <summary>Transforms the weights of several convolutions as one job, so that threads wait for each other once and not for every layer.</summary>
internal sealed class WinogradWeightsJob : IParallelJob
{
    private readonly (WinogradWeights Weights, int Item)[] _items;

    /// <summary>Sets up the job.</summary>
    /// <param name="all">The weights of all convolutions.</param>
    public WinogradWeightsJob(IEnumerable<WinogradWeights> all) =>
        _items = [.. all.SelectMany(w => Enumerable.Range(0, w.Items).Select(i => (w, i)))];

    /// <summary>Pairs of a panel and a block, of all convolutions.</summary>
    public int Items => _items.Length;

    /// <inheritdoc/>
    public void Execute(int item, int worker) => _items[item].Weights.Execute(_items[item].Item, worker);
}
