using System.Numerics;
using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Tests.Networks;

/// <summary>
/// Executes a <see cref="NetworkGraph"/> in float64, node by node as its definition reads: the judge of every engine.
/// Shares no code with the engines.
/// </summary>
internal static class Float64Reference
{
    /// <summary>Runs a graph of one input and one output. Input [N,C,H,W], contiguous; gives the output in the same order.</summary>
    public static double[] Run(NetworkGraph graph, ReadOnlySpan<float> input, TensorShape shape)
    {
        Assert.That(input.Length, Is.EqualTo(shape.Length));
        int plane = shape.H * shape.W, inputLength = shape.C * plane, outputLength = graph.Outputs[0].Channels * plane;
        double[] output = new double[shape.N * outputLength];
        for (int n = 0; n < shape.N; n++)
        {
            double[] image = new double[inputLength];
            for (int i = 0; i < inputLength; i++)
            {
                image[i] = input[(n * inputLength) + i];
            }

            RunImage(graph, image, shape.H, shape.W).CopyTo(output.AsSpan(n * outputLength));
        }

        return output;
    }

    private static double[] RunImage(NetworkGraph graph, double[] image, int height, int width)
    {
        int plane = height * width;
        var values = new Dictionary<string, double[]>(StringComparer.Ordinal) { [graph.Inputs[0].Name] = image };
        foreach (GraphNode node in graph.Nodes)
        {
            double[] x = values[node.Inputs[0]];
            values[node.Output] = node switch
            {
                Conv2dNode conv => Convolve(graph, conv, x, height, width),
                ReluNode => Map(x, plane, (v, _) => Math.Max(v, 0)),
                ScaleNode scale => Map(x, plane, (v, _) => v * scale.Factor),
                ClampNode clamp => Map(x, plane, (v, c) => Math.Min(Math.Max(v, clamp.Minimum[c]), clamp.Maximum[c])),
                AffineNode affine => Map(x, plane, (v, c) => (v * affine.Scale[c]) + affine.Shift[c]),
                AddNode add => [.. x.Zip(values[add.B], (a, b) => a + b)],
                SliceChannelsNode slice => x.AsSpan(slice.First * plane, slice.Count * plane).ToArray(),
                _ => throw new NotSupportedException($"The reference does not know {node.GetType().Name}."),
            };
        }

        return values[graph.Outputs[0].Name];
    }

    private static double[] Map(double[] x, int plane, Func<double, int, double> function)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = function(x[i], i / plane);
        }

        return y;
    }

    // All taps of a row are added while the row of sums is in registers: F=256, B=16 on 48x48 pixels has to end in seconds.
    private static double[] Convolve(NetworkGraph graph, Conv2dNode node, double[] x, int height, int width)
    {
        Parameter weight = graph.Parameter(node.Weight), bias = graph.Parameter(node.Bias);
        int outputs = weight.Shape[0], inputs = weight.Shape[1], kernel = weight.Shape[2], radius = kernel / 2;
        int lanes = Vector<double>.Count, stride = ((width + lanes - 1) / lanes * lanes) + (2 * radius), rows = height + (2 * radius);
        double[] padded = new double[(inputs * rows * stride) + lanes];
        for (int c = 0; c < inputs; c++)
        {
            for (int y = 0; y < height; y++)
            {
                x.AsSpan(((c * height) + y) * width, width).CopyTo(padded.AsSpan((((c * rows) + y + radius) * stride) + radius));
            }
        }

        double[] result = new double[outputs * height * width];
        Parallel.For(0, outputs, o =>
        {
            double[] taps = [.. weight.Values.AsSpan(o * inputs * kernel * kernel, inputs * kernel * kernel).ToArray().Select(w => (double)w)];
            double[] row = new double[stride];
            for (int y = 0; y < height; y++)
            {
                Array.Fill(row, bias.Values[o]);
                for (int c = 0; c < inputs; c++)
                {
                    for (int start = 0; start < width; start += lanes)
                    {
                        var sum = new Vector<double>(row, start);
                        for (int ky = 0; ky < kernel; ky++)
                        {
                            int source = (((c * rows) + y + ky) * stride) + start, tap = ((c * kernel) + ky) * kernel;
                            for (int kx = 0; kx < kernel; kx++)
                            {
                                sum += new Vector<double>(padded, source + kx) * taps[tap + kx];
                            }
                        }

                        sum.CopyTo(row, start);
                    }
                }

                row.AsSpan(0, width).CopyTo(result.AsSpan(((o * height) + y) * width));
            }
        });
        return result;
    }
}
