using System.Runtime.Intrinsics;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>What a <see cref="GradientJob"/> does to a gradient g in place, given another tensor v.</summary>
internal enum GradientAction
{
    /// <summary>g where v is positive, else 0.</summary>
    PassPositive,

    /// <summary>g where v lies between the channel's bounds, ends included, else 0.</summary>
    PassBetween,

    /// <summary>g times the channel's factor.</summary>
    Multiply,

    /// <summary>g plus v.</summary>
    Add,

    /// <summary>v.</summary>
    Copy,
}

/// <summary>Backward of a node without neighborhood, and sums of gradients of a value that several nodes take.</summary>
internal sealed unsafe class GradientJob : RowJob
{
    private readonly GradientAction _action;
    private readonly float[] _first;
    private readonly float[] _second;
    private float* _gradient;
    private float* _other;

    public GradientJob(GradientAction action, int channels, IReadOnlyList<float>? first = null, IReadOnlyList<float>? second = null)
    {
        _action = action;
        Blocks = BlockedLayout.Blocks(channels);
        _first = new float[Blocks * BlockedLayout.Block];
        _second = new float[_first.Length];
        first?.ToArray().CopyTo(_first, 0);
        second?.ToArray().CopyTo(_second, 0);
    }

    /// <summary>The backward of a node that changes each value by itself.</summary>
    public static GradientJob Of(GraphNode node, int channels) => node switch
    {
        ReluNode => new GradientJob(GradientAction.PassPositive, channels),
        ClampNode clamp => new GradientJob(GradientAction.PassBetween, channels, clamp.Minimum, clamp.Maximum),
        AffineNode affine => new GradientJob(GradientAction.Multiply, channels, affine.Scale),
        ScaleNode scale => new GradientJob(GradientAction.Multiply, channels, Enumerable.Repeat(scale.Factor, channels).ToArray()),
        _ => throw new ArgumentException($"{node.GetType().Name} is not element by element.", nameof(node)),
    };

    /// <summary>Says where the tensors lie.</summary>
    public void Bind(BlockedLayout layout, float* gradient, float* other)
    {
        Layout = layout;
        _gradient = gradient;
        _other = other;
    }

    /// <inheritdoc/>
    protected override void Row(int image, int block, int y)
    {
        nint at = RowOffset(image, Blocks, block, y), length = (nint)Layout.W * BlockedLayout.Block;
        for (int half = 0; half < BlockedLayout.Block; half += 8)
        {
            int channel = (block * BlockedLayout.Block) + half;
            Vector256<float> first = Vector256.LoadUnsafe(ref _first[channel]), second = Vector256.LoadUnsafe(ref _second[channel]);
            for (nint i = at + half; i < at + length; i += BlockedLayout.Block)
            {
                Vector256<float> g = Vector256.Load(_gradient + i), v = _other == null ? g : Vector256.Load(_other + i);
                (_action switch
                {
                    GradientAction.PassPositive => g & Vector256.GreaterThan(v, Vector256<float>.Zero),
                    GradientAction.PassBetween => g & Vector256.GreaterThanOrEqual(v, first) & Vector256.LessThanOrEqual(v, second),
                    GradientAction.Multiply => g * first,
                    GradientAction.Add => g + v,
                    _ => v,
                }).Store(_gradient + i);
            }
        }
    }
}
