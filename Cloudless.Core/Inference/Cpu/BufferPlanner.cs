using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>Which memory slot each value lives in: a slot is handed on when its value was taken for the last time.</summary>
/// <param name="SlotOf">Slot of each value.</param>
/// <param name="SlotBlocks">Channel blocks that each slot must hold.</param>
internal sealed record BufferPlan(IReadOnlyDictionary<string, int> SlotOf, IReadOnlyList<int> SlotBlocks)
{
    /// <summary>Plans a lowered graph.</summary>
    public static BufferPlan Make(NetworkGraph graph, IReadOnlyList<LoweredOp> ops)
    {
        var lastUse = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < ops.Count; i++)
        {
            lastUse[ops[i].Output] = i;
            lastUse[ops[i].Source] = i;
            if (ops[i].Residual is { } residual)
            {
                lastUse[residual] = i;
            }
        }

        foreach (GraphValue output in graph.Outputs)
        {
            lastUse[output.Name] = int.MaxValue;
        }

        var slotOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var blocks = new List<int>();
        var free = new List<int>();
        Place(graph.Inputs[0].Name);
        for (int i = 0; i < ops.Count; i++)
        {
            LoweredOp op = ops[i];
            List<string> dying = [.. Taken(op).Distinct().Where(v => lastUse[v] == i)];

            // Where each result depends on the same place of an input alone, it can be written over it.
            string? over = dying.Find(v => op.Node is Conv2dNode ? v == op.Residual && v != op.Source : op.Node is not SliceChannelsNode);
            if (over is not null)
            {
                dying.Remove(over);
                slotOf[op.Output] = slotOf[over];
            }
            else
            {
                Place(op.Output);
            }

            free.AddRange(dying.Select(v => slotOf[v]));
            if (lastUse[op.Output] == i)
            {
                free.Add(slotOf[op.Output]);
            }
        }

        return new BufferPlan(slotOf, blocks);

        void Place(string value)
        {
            int needed = BlockedLayout.Blocks(graph.ChannelsOf(value));

            // The smallest free slot that fits, else the largest one, made to fit.
            int slot = free.Count == 0 ? -1
                : free.OrderBy(s => blocks[s] >= needed ? 0 : 1).ThenBy(s => Math.Abs(blocks[s] - needed)).First();
            if (slot < 0)
            {
                slot = blocks.Count;
                blocks.Add(needed);
            }
            else
            {
                free.Remove(slot);
                blocks[slot] = Math.Max(blocks[slot], needed);
            }

            slotOf[value] = slot;
        }
    }

    private static IEnumerable<string> Taken(LoweredOp op) => op.Residual is { } residual ? [op.Source, residual] : [op.Source];
}
