using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks;

namespace Cloudless.Tests.Inference.Cpu;

/// <summary>Networks, inputs and runs for tests of the CPU engines.</summary>
internal static class CpuGraphs
{
    /// <summary>The instruction sets that this machine can run, AVX-512 in software where it has none.</summary>
    public static IEnumerable<KernelSet> TestableSets =>
        Enum.GetValues<KernelSet>().Where(s => s != KernelSet.Avx2 || ConvolutionKernels.Best != KernelSet.Portable);

    /// <summary>A DSen2-CR with random weights and biases.</summary>
    public static NetworkGraph DSen2Cr(int features, int blocks, bool sar)
    {
        NetworkGraph graph = Cloudless.Networks.DSen2Cr.Build(new DSen2CrOptions { Features = features, Blocks = blocks, Sar = sar });
        Randomize(graph, 1);
        return graph;
    }

    /// <summary>He-uniform weights and small biases, so that a lost bias is seen.</summary>
    public static void Randomize(NetworkGraph graph, ulong seed)
    {
        HeUniform.Initialize(graph, seed);
        var random = new SeededRandom(seed + 1);
        foreach (Parameter bias in graph.Parameters.Where(p => p.Shape.Count == 1))
        {
            for (int i = 0; i < bias.Values.Length; i++)
            {
                bias.Values[i] = (float)random.NextDouble(-0.1, 0.1);
            }
        }
    }

    /// <summary>A graph of 20 input channels with every kind of node, fused and not, and values that are taken twice.</summary>
    public static NetworkGraph EveryNode(int kernel)
    {
        var b = new NetworkGraphBuilder();
        string x = b.Input("x", 20);
        string a = b.Conv2d("a", x, 18, kernel);
        string relu = b.Relu("relu", a);
        string twice = b.Add("twice", relu, a);
        string c = b.Conv2d("c", twice, 18, kernel);
        string scaled = b.Scale("scaled", c, -0.5f);
        string residual = b.Add("residual", scaled, twice);
        string slice = b.SliceChannels("slice", residual, 3, 15);
        string clamp = b.Clamp("clamp", slice, Ramp(15, -0.5f, 0.01f), Ramp(15, 0.4f, 0.01f));
        string affine = b.Affine("affine", clamp, Ramp(15, 2, -0.2f), Ramp(15, -0.3f, 0.1f));
        string doubled = b.Add("doubled", affine, affine);
        string alone = b.Scale("alone", doubled, 0.75f);
        string d = b.Scale("d.scale", b.Conv2d("d", alone, 13, 1), 1.5f);
        b.Output(b.Relu("last", d));
        NetworkGraph graph = b.Build();
        Randomize(graph, 2);
        return graph;
    }

    /// <summary>Random DN and dB over the whole range and a little beyond.</summary>
    public static float[] Scene(TensorShape shape, ulong seed)
    {
        var random = new SeededRandom(seed);
        int plane = shape.H * shape.W;
        float[] values = new float[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(i / plane % shape.C < 13 ? random.NextDouble(-200, 10500) : random.NextDouble(-35, 3));
        }

        return values;
    }

    /// <summary>Runs a graph on a fresh engine.</summary>
    public static float[] Run(NetworkGraph graph, float[] input, TensorShape shape, int threads = 2, KernelSet? set = null)
    {
        using var engine = new CpuInferenceEngine(graph, new ExecutionOptions { Threads = threads }, set ?? ConvolutionKernels.Best);
        float[] output = new float[(shape with { C = engine.OutputChannels }).Length];
        engine.Run(input, shape, output);
        return output;
    }

    /// <summary>Runs one tile with its halo, cut at the image's edges, and puts its core into the assembled output.</summary>
    public static void RunTile(
        CpuInferenceEngine engine, float[] input, TensorShape whole, int y, int x, int tile, float[] assembled)
    {
        int halo = engine.Reach(0).Halo;
        int top = Math.Max(0, y - halo), left = Math.Max(0, x - halo);
        int coreH = Math.Min(tile, whole.H - y), coreW = Math.Min(tile, whole.W - x);
        int height = Math.Min(whole.H, y + coreH + halo) - top, width = Math.Min(whole.W, x + coreW + halo) - left;
        float[] cut = new float[whole.C * height * width], result = new float[13 * height * width];
        for (int c = 0; c < whole.C; c++)
        {
            for (int row = 0; row < height; row++)
            {
                input.AsSpan((((c * whole.H) + top + row) * whole.W) + left, width).CopyTo(cut.AsSpan(((c * height) + row) * width));
            }
        }

        engine.Run(cut, new TensorShape(1, whole.C, height, width), result, new Window(x - left, y - top, coreW, coreH));
        for (int c = 0; c < 13; c++)
        {
            for (int row = 0; row < coreH; row++)
            {
                result.AsSpan((((c * height) + y - top + row) * width) + x - left, coreW)
                    .CopyTo(assembled.AsSpan((((c * whole.H) + y + row) * whole.W) + x));
            }
        }
    }

    private static float[] Ramp(int count, float start, float step) => [.. Enumerable.Range(0, count).Select(i => start + (i * step))];
}
