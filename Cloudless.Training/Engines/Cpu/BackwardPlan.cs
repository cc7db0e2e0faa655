using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>
/// A step back through the graph. Gradients live in slots; a slot passes from a value to one that the value was made of where the gradient is
/// the same, so a residual block needs two.
/// </summary>
/// <param name="Kind">What is done.</param>
/// <param name="Op">The op gone back through.</param>
/// <param name="Gradient">Slot worked on or read.</param>
/// <param name="Target">Slot written: of the source's gradient; -1 where nobody needs that.</param>
/// <param name="Value">Value whose sign or range decides what passes.</param>
/// <param name="Add">Whether the target holds a gradient already.</param>
internal sealed record BackwardStep(BackwardKind Kind, LoweredOp Op, int Gradient, int Target = -1, string? Value = null, bool Add = false);

/// <summary>Kinds of <see cref="BackwardStep"/>.</summary>
internal enum BackwardKind
{
    /// <summary>The fused ReLU of a convolution, in place.</summary>
    Relu,

    /// <summary>Weights and bias of a convolution, and, where there is a target, the convolution with the transposed weights into it.</summary>
    Convolution,

    /// <summary>A node that changes each value by itself, in place.</summary>
    Elementwise,

    /// <summary>The gradient is added or copied to the target.</summary>
    Sum,

    /// <summary>The channels of a slice go to the target.</summary>
    Slice,
}

/// <summary>The steps back, and the slots that they need.</summary>
internal sealed class BackwardPlan
{
    private readonly NetworkGraph _graph;
    private readonly Dictionary<string, int> _slotOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _takers;
    private readonly Dictionary<string, LoweredOp> _makers;
    private readonly HashSet<string> _trained = new(StringComparer.Ordinal);
    private readonly HashSet<string> _masked = new(StringComparer.Ordinal);
    private readonly List<BackwardStep> _steps = [];
    private readonly List<int> _slotBlocks = [];
    private readonly List<int> _free = [];

    public BackwardPlan(NetworkGraph graph, IReadOnlyList<LoweredOp> ops)
    {
        _graph = graph;
        _makers = ops.ToDictionary(o => o.Output, StringComparer.Ordinal);
        _takers = ops.SelectMany(Taken).Append(graph.Outputs[0].Name)
            .GroupBy(v => v, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (LoweredOp op in ops.Where(o => o.Node is Conv2dNode || Taken(o).Any(_trained.Contains)))
        {
            _trained.Add(op.Output);
        }

        string output = graph.Outputs[0].Name;
        OutputSlot = _slotOf[output] = Take(graph.ChannelsOf(output));
        foreach (LoweredOp op in ops.Reverse().Where(o => _trained.Contains(o.Output)))
        {
            if (_slotOf.Remove(op.Output, out int gradient))
            {
                GoBack(op, gradient);
            }
        }
    }

    /// <summary>Steps in order.</summary>
    public IReadOnlyList<BackwardStep> Steps => _steps;

    /// <summary>Channel blocks of each slot.</summary>
    public IReadOnlyList<int> SlotBlocks => _slotBlocks;

    /// <summary>Slot that holds the gradient of the output at the start.</summary>
    public int OutputSlot { get; }

    private static IEnumerable<string> Taken(LoweredOp op) => op.Residual is { } residual ? [op.Source, residual] : [op.Source];

    private void GoBack(LoweredOp op, int gradient)
    {
        switch (op.Node)
        {
            case Conv2dNode:
                GoBackThroughConvolution(op, gradient);
                break;
            case AddNode:
                Hand(op, op.Source, gradient, keep: true);
                Hand(op, op.Residual!, gradient, keep: false);
                break;
            case SliceChannelsNode:
                bool add = Target(op.Source, out int target);
                _steps.Add(new BackwardStep(BackwardKind.Slice, op, gradient, target, Add: add));
                _free.Add(gradient);
                break;
            default:
                string value = op.Node is ClampNode ? op.Source : op.Output;
                _steps.Add(new BackwardStep(BackwardKind.Elementwise, op, gradient, Value: value));
                Hand(op, op.Source, gradient, keep: false);
                break;
        }
    }

    private void GoBackThroughConvolution(LoweredOp op, int gradient)
    {
        if (op.Relu && !_masked.Contains(op.Output))
        {
            _steps.Add(new BackwardStep(BackwardKind.Relu, op, gradient, Value: op.Output));
        }

        if (_trained.Contains(op.Source))
        {
            // Where this is the only gradient of a ReLU's output, the ReLU's own step back is done on storing it.
            bool mask = _takers[op.Source] == 1 && _makers[op.Source] is { Relu: true };
            bool add = Target(op.Source, out int target);
            _steps.Add(new BackwardStep(BackwardKind.Convolution, op, gradient, target, mask ? op.Source : null, add));
            if (mask)
            {
                _masked.Add(op.Source);
            }
        }
        else
        {
            _steps.Add(new BackwardStep(BackwardKind.Convolution, op, gradient));
        }

        if (op.Residual is { } residual)
        {
            Hand(op, residual, gradient, keep: false);
        }
        else
        {
            _free.Add(gradient);
        }
    }

    // Gives a gradient on unchanged: the slot itself where it is no longer needed and the value has none yet.
    private void Hand(LoweredOp op, string value, int gradient, bool keep)
    {
        if (_trained.Contains(value))
        {
            if (!keep && !_slotOf.ContainsKey(value))
            {
                _slotOf[value] = gradient;
                return;
            }

            bool add = Target(value, out int target);
            _steps.Add(new BackwardStep(BackwardKind.Sum, op, gradient, target, value, add));
        }

        if (!keep)
        {
            _free.Add(gradient);
        }
    }

    private bool Target(string value, out int slot)
    {
        if (_slotOf.TryGetValue(value, out slot))
        {
            return true;
        }

        slot = _slotOf[value] = Take(_graph.ChannelsOf(value));
        return false;
    }

    private int Take(int channels)
    {
        int blocks = BlockedLayout.Blocks(channels), found = _free.FindIndex(s => _slotBlocks[s] == blocks);
        if (found < 0)
        {
            _slotBlocks.Add(blocks);
            return _slotBlocks.Count - 1;
        }

        int slot = _free[found];
        _free.RemoveAt(found);
        return slot;
    }
}
