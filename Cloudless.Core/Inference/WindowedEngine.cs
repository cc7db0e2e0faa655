using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Inference;

/// <summary>Runs a network on windows of one size, as its card asks, and puts their middles together; images of every size may come.</summary>
/// <remarks>
/// The middles lie side by side from the image's corner, and tiles begin where middles do, so a scene comes out the same however it is cut into tiles. Where a window reaches beyond the image it
/// sees the image mirrored, the pixel at the edge twice. As safe from several threads as the engine inside, which this one owns.
/// </remarks>
/// <param name="engine">Computes the windows.</param>
/// <param name="window">Their size.</param>
internal sealed class WindowedEngine(IInferenceEngine engine, WindowCard window) : IInferenceEngine
{
    /// <inheritdoc/>
    public string Name => engine.Name;

    /// <inheritdoc/>
    public string Description => $"{engine.Description}, windows of {window.Side} pixels";

    /// <inheritdoc/>
    public bool OnDevice => engine.OnDevice;

    /// <inheritdoc/>
    public int InputChannels => engine.InputChannels;

    /// <inheritdoc/>
    public int OutputChannels => engine.OutputChannels;

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output) => Run(input, shape, output, new Window(0, 0, shape.W, shape.H));

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output, Window core)
    {
        long expected = (shape with { C = OutputChannels }).Length;
        if (shape.C != InputChannels || Math.Min(shape.N, Math.Min(shape.H, shape.W)) < 1 || input.Length != shape.Length || output.Length != expected || !core.FitsIn(shape.W, shape.H))
        {
            throw new ArgumentException(
                $"Input and output hold {input.Length} and {output.Length} values and the core is {core}; shape {shape} needs {shape.Length}, {expected} and a core inside, and the network {InputChannels} channels.", nameof(shape));
        }

        int side = window.Side, plane = shape.H * shape.W;
        var part = new TensorShape(1, InputChannels, side, side);
        float[] seen = LargeArrays.Take<float>((int)part.Length), made = LargeArrays.Take<float>(OutputChannels * side * side);
        for (int n = 0; n < shape.N; n++)
        {
            ReadOnlySpan<float> image = input.Slice(n * InputChannels * plane, InputChannels * plane);
            Span<float> result = output.Slice(n * OutputChannels * plane, OutputChannels * plane);
            for (int row = core.Row / window.Core * window.Core; row < core.Bottom; row += window.Core)
            {
                for (int column = core.Column / window.Core * window.Core; column < core.Right; column += window.Core)
                {
                    Look(image, shape, row - window.Margin, column - window.Margin, seen);
                    engine.Run(seen, part, made);
                    Put(made, shape, new Window(column, row, Math.Min(window.Core, shape.W - column), Math.Min(window.Core, shape.H - row)), result);
                }
            }
        }

        LargeArrays.Give(seen);
        LargeArrays.Give(made);
    }

    /// <inheritdoc/>
    public TileReach Reach(int radius) => new(window.Core, (window.Margin + window.Core - 1) / window.Core * window.Core);

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    private void Look(ReadOnlySpan<float> image, TensorShape shape, int top, int left, float[] seen)
    {
        int side = window.Side;
        for (int i = 0; i < InputChannels * side; i++)
        {
            ReadOnlySpan<float> row = image.Slice(((i / side * shape.H) + Mirror(top + (i % side), shape.H)) * shape.W, shape.W);
            Span<float> to = seen.AsSpan(i * side, side);
            for (int x = 0; x < side; x++)
            {
                int from = left + x;
                if (from >= 0 && from < row.Length)
                {
                    int run = Math.Min(side - x, row.Length - from);
                    row.Slice(from, run).CopyTo(to[x..]);
                    x += run - 1;
                }
                else
                {
                    to[x] = row[Mirror(from, row.Length)];
                }
            }
        }
    }

    private void Put(float[] made, TensorShape shape, Window place, Span<float> result)
    {
        int side = window.Side;
        for (int c = 0; c < OutputChannels; c++)
        {
            for (int y = 0; y < place.Height; y++)
            {
                made.AsSpan((((c * side) + window.Margin + y) * side) + window.Margin, place.Width)
                    .CopyTo(result[((((c * shape.H) + place.Row + y) * shape.W) + place.Column)..]);
            }
        }
    }

    private static int Mirror(int place, int length)
    {
        int turn = place % (2 * length);
        turn = turn < 0 ? turn + (2 * length) : turn;
        return turn < length ? turn : (2 * length) - 1 - turn;
    }
}
