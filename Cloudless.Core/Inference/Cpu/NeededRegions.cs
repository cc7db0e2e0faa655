using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Inference.Cpu;

/// <summary>
/// Which pixels of each value are needed for some pixels of the output. A 3x3 convolution computes whole Winograd tiles, and all bits of a tile come from
/// the tile and a pixel around it: so what is needed grows by a tile with every such layer, not by a pixel, where the bits of the whole image are wanted.
/// </summary>
internal sealed class NeededRegions
{
    private readonly Dictionary<string, (int Top, int Left, int Bottom, int Right)> _needed = new(StringComparer.Ordinal);
    private readonly int _height;
    private readonly int _width;

    private NeededRegions(int height, int width) => (_height, _width) = (height, width);

    /// <summary>Goes back from the output.</summary>
    /// <param name="graph">Gives the kernels' sizes and the output.</param>
    /// <param name="ops">Lowered graph.</param>
    /// <param name="height">H of the image.</param>
    /// <param name="width">W of the image.</param>
    /// <param name="core">Pixels wanted.</param>
    public static NeededRegions Of(NetworkGraph graph, IReadOnlyList<LoweredOp> ops, int height, int width, Window core)
    {
        var regions = new NeededRegions(height, width);
        regions.Need(graph.Outputs[0].Name, core.Row, core.Column, core.Bottom, core.Right);
        foreach (LoweredOp op in ops.Reverse())
        {
            Window made = regions[op.Output];
            int radius = op.Node is Conv2dNode conv ? graph.Parameter(conv.Weight).Shape[2] / 2 : 0;
            regions.Need(op.Source, made.Row - radius, made.Column - radius, made.Bottom + radius, made.Right + radius);
            if (op.Residual is { } residual)
            {
                regions.Need(residual, made.Row, made.Column, made.Bottom, made.Right);
            }
        }

        return regions;
    }

    /// <summary>Pixels of a value that are computed: the needed ones, rounded up to whole tiles inside the image.</summary>
    public Window this[string value]
    {
        get
        {
            (int top, int left, int bottom, int right) = _needed[value];
            top = Math.Max(0, Down(top));
            left = Math.Max(0, Down(left));
            return new Window(left, top, Math.Min(_width, Down(right + WinogradJob.TileSide - 1)) - left, Math.Min(_height, Down(bottom + WinogradJob.TileSide - 1)) - top);
        }
    }

    private static int Down(int position) => (int)Math.Floor((double)position / WinogradJob.TileSide) * WinogradJob.TileSide;

    private void Need(string value, int top, int left, int bottom, int right)
    {
        if (_needed.TryGetValue(value, out (int Top, int Left, int Bottom, int Right) old))
        {
            (top, left, bottom, right) = (Math.Min(top, old.Top), Math.Min(left, old.Left), Math.Max(bottom, old.Bottom), Math.Max(right, old.Right));
        }

        _needed[value] = (top, left, bottom, right);
    }
}
