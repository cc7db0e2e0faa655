using Cloudless.Networks;

namespace Cloudless.Tests.Networks;

/// <summary>A value with its sizes, row-major.</summary>
internal sealed record Block(int[] Sizes, double[] Values)
{
    public Block(params int[] sizes)
        : this(sizes, new double[sizes.Aggregate(1, (a, b) => a * b)])
    {
    }

    /// <summary>Sizes as [before the axis, the axis, behind it].</summary>
    public (int Outer, int Axis, int Inner) Around(int axis) =>
        (Sizes.Take(axis).Aggregate(1, (a, b) => a * b), Sizes[axis], Sizes.Skip(axis + 1).Aggregate(1, (a, b) => a * b));
}

/// <summary>Executes graphs of images and series in float64 as the nodes' definitions read, index by index: the judge of the nodes that our own engine does not know.</summary>
internal static class SeriesReference
{
    public static Block[] Run(NetworkGraph graph, Block input)
    {
        var values = new Dictionary<string, Block>(StringComparer.Ordinal) { [graph.Inputs[0].Name] = input };
        foreach (GraphNode node in graph.Nodes)
        {
            values[node.Output] = Apply(graph, node, values[node.Inputs[0]], values[node.Inputs[^1]]);
        }

        return [.. graph.Outputs.Select(o => values[o.Name])];
    }

    private static Block Apply(NetworkGraph graph, GraphNode node, Block x, Block last)
    {
        float[] P(string name) => graph.Parameter(name).Values;
        return node switch
        {
            Conv2dNode n => Convolve(x, graph.Parameter(n.Weight), P(n.Bias), n.Stride),
            Conv3dNode n => Convolve(x, graph.Parameter(n.Weight), P(n.Bias), n.Stride),
            BatchNormNode n => Map(x, (v, c) => ((v - P(n.Mean)[c]) / Math.Sqrt(P(n.Variance)[c] + 1e-5) * P(n.Weight)[c]) + P(n.Bias)[c]),
            ReluNode => Map(x, (v, _) => Math.Max(v, 0)),
            LeakyReluNode n => Map(x, (v, _) => v > 0 ? v : v * n.Slope),
            SigmoidNode => Map(x, (v, _) => 1 / (1 + Math.Exp(-v))),
            TanhNode => Map(x, (v, _) => Math.Tanh(v)),
            SoftplusNode => Map(x, (v, _) => Math.Log(1 + Math.Exp(v))),
            DepthwiseConv2dNode n => Depthwise(x, graph.Parameter(n.Weight), P(n.Bias)),
            ConvTranspose2dNode n => Spread(x, graph.Parameter(n.Weight), P(n.Bias)),
            GroupNormNode n => Map(Normalize(x, n.Groups), (v, c) => (v * P(n.Weight)[c]) + P(n.Bias)[c]),
            ScaleNode n => Map(x, (v, _) => v * n.Factor),
            ClampNode n => Map(x, (v, c) => Math.Min(Math.Max(v, n.Minimum[c]), n.Maximum[c])),
            AffineNode n => Map(x, (v, c) => (v * n.Scale[c]) + n.Shift[c]),
            AddNode => new Block(x.Sizes, [.. x.Values.Zip(last.Values, (a, b) => a + b)]),
            MultiplyNode => Multiply(x, last),
            SliceChannelsNode n => Channels(x, n.First, n.Count),
            ConcatNode => Concat(x, last),
            FoldDatesNode => new Block([x.Sizes[0] * x.Sizes[1], .. x.Sizes[2..]], x.Values),
            UnfoldDatesNode => new Block([last.Sizes[0], last.Sizes[1], .. x.Sizes[1..]], x.Values),
            SwapDatesNode => Swap(x),
            SoftmaxOverDatesNode => Softmax(x),
            OverDatesNode n => OverDates(x, n.Mean),
            MaxPoolNode { Kernel: 3 } => Resize(x, 0.5, (read, y, z) => Enumerable.Range(0, 9).Max(i => read((2 * y) + (i / 3) - 1, (2 * z) + (i % 3) - 1)), up: true),
            MaxPoolNode => Resize(x, 0.5, (read, y, z) => new[] { read(2 * y, 2 * z), read(2 * y, (2 * z) + 1), read((2 * y) + 1, 2 * z), read((2 * y) + 1, (2 * z) + 1) }.Max()),
            UpsampleNode { Bilinear: false } => Resize(x, 2, (read, y, z) => read(y / 2, z / 2)),
            UpsampleNode => Resize(x, 2, Bilinear),
            GlobalAveragePoolNode => Mean(x),
            _ => throw new NotSupportedException(node.GetType().Name),
        };
    }

    private static Block Map(Block x, Func<double, int, double> function)
    {
        (_, int channels, int inner) = x.Around(1);
        return new Block(x.Sizes, [.. x.Values.Select((v, i) => function(v, i / inner % channels))]);
    }

    private static Block Multiply(Block x, Block by)
    {
        if (by.Sizes[^1] == 1 && by.Sizes[^2] == 1)
        {
            int plane = x.Sizes[^1] * x.Sizes[^2];
            return new Block(x.Sizes, [.. x.Values.Select((v, i) => v * by.Values[i / plane])]);
        }

        (_, int channels, int inner) = x.Around(1);
        int others = by.Sizes[1];
        return new Block(x.Sizes, [.. x.Values.Select((v, i) =>
            v * by.Values[((((i / inner / channels) * others) + (others == 1 ? 0 : i / inner % channels)) * inner) + (i % inner)])]);
    }

    private static Block Channels(Block x, int first, int count)
    {
        (int outer, int channels, int inner) = x.Around(1);
        int[] sizes = [.. x.Sizes];
        sizes[1] = count;
        return new Block(sizes, [.. Enumerable.Range(0, outer).SelectMany(n => x.Values.Skip(((n * channels) + first) * inner).Take(count * inner))]);
    }

    private static Block Concat(Block a, Block b)
    {
        int[] sizes = [.. a.Sizes];
        sizes[1] += b.Sizes[1];
        int ofA = a.Values.Length / sizes[0], ofB = b.Values.Length / sizes[0];
        return new Block(sizes, [.. Enumerable.Range(0, sizes[0]).SelectMany(n => a.Values.Skip(n * ofA).Take(ofA).Concat(b.Values.Skip(n * ofB).Take(ofB)))]);
    }

    private static Block Swap(Block x)
    {
        (int n, int a, int b) = (x.Sizes[0], x.Sizes[1], x.Sizes[2]);
        int inner = x.Sizes[3] * x.Sizes[4];
        var y = new Block(n, b, a, x.Sizes[3], x.Sizes[4]);
        for (int i = 0; i < y.Values.Length; i++)
        {
            int pixel = i % inner, place = i / inner;
            y.Values[i] = x.Values[(((((place / (a * b)) * a) + (place % a)) * b) + (place / a % b)) * inner + pixel];
        }

        return y;
    }

    private static Block Softmax(Block x)
    {
        (int outer, int dates, int inner) = x.Around(2);
        var y = new Block(x.Sizes);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                double[] powers = [.. Enumerable.Range(0, dates).Select(t => Math.Exp(x.Values[(((o * dates) + t) * inner) + i]))];
                for (int t = 0; t < dates; t++)
                {
                    y.Values[(((o * dates) + t) * inner) + i] = powers[t] / powers.Sum();
                }
            }
        }

        return y;
    }

    private static Block OverDates(Block x, bool mean)
    {
        (int outer, int dates, int inner) = x.Around(2);
        var y = new Block(x.Sizes[0], x.Sizes[1], x.Sizes[3], x.Sizes[4]);
        for (int i = 0; i < y.Values.Length; i++)
        {
            double sum = Enumerable.Range(0, dates).Sum(t => x.Values[((((i / inner) * dates) + t) * inner) + (i % inner)]);
            y.Values[i] = mean ? sum / dates : sum;
        }

        return y;
    }

    private static Block Mean(Block x)
    {
        int inner = x.Sizes[2] * x.Sizes[3];
        return new Block([x.Sizes[0], x.Sizes[1], 1, 1], [.. x.Values.Chunk(inner).Select(plane => plane.Average())]);
    }

    private static Block Resize(Block x, double factor, Func<Func<int, int, double>, int, int, double> value, bool up = false)
    {
        int height = x.Sizes[^2], width = x.Sizes[^1];
        int Scaled(int size) => (int)(up ? Math.Ceiling(size * factor) : size * factor);
        int[] sizes = [.. x.Sizes[..^2], Scaled(height), Scaled(width)];
        var y = new Block(sizes);
        int plane = sizes[^2] * sizes[^1];
        for (int i = 0; i < y.Values.Length; i++)
        {
            int from = i / plane * height * width;

            // Outside, the edge goes on.
            y.Values[i] = value((r, c) => x.Values[from + (Math.Clamp(r, 0, height - 1) * width) + Math.Clamp(c, 0, width - 1)], i % plane / sizes[^1], i % sizes[^1]);
        }

        return y;
    }

    private static double Bilinear(Func<int, int, double> read, int row, int column)
    {
        double y = ((row + 0.5) / 2) - 0.5, x = ((column + 0.5) / 2) - 0.5;
        int top = (int)Math.Floor(y), left = (int)Math.Floor(x);
        double down = y - top, right = x - left;
        return ((1 - down) * (((1 - right) * read(top, left)) + (right * read(top, left + 1))))
            + (down * (((1 - right) * read(top + 1, left)) + (right * read(top + 1, left + 1))));
    }

    private static Block Depthwise(Block x, Parameter weight, float[] bias)
    {
        (int channels, int plane) = (x.Sizes[1], x.Sizes[2] * x.Sizes[3]);
        int taps = weight.Shape[2] * weight.Shape[3];
        IEnumerable<double> values = Enumerable.Range(0, x.Sizes[0] * channels).SelectMany(i =>
        {
            var kernel = new Parameter("k", 1, 1, weight.Shape[2], weight.Shape[3]);
            weight.Values.AsSpan(i % channels * taps, taps).CopyTo(kernel.Values);
            return Convolve(new Block([1, 1, x.Sizes[2], x.Sizes[3]], [.. x.Values.Skip(i * plane).Take(plane)]), kernel, [bias[i % channels]], 1).Values;
        });
        return new Block(x.Sizes, [.. values]);
    }

    // Each value lays its kernel down at every second place.
    private static Block Spread(Block x, Parameter weight, float[] bias)
    {
        (int n, int from, int height, int width) = (x.Sizes[0], x.Sizes[1], x.Sizes[2], x.Sizes[3]);
        int to = weight.Shape[1];
        var y = new Block(n, to, 2 * height, 2 * width);
        for (int i = 0; i < y.Values.Length; i++)
        {
            y.Values[i] = bias[i / (4 * height * width) % to];
        }

        for (int i = 0; i < x.Values.Length; i++)
        {
            int column = i % width, row = i / width % height, c = i / width / height % from, image = i / width / height / from;
            for (int tap = 0; tap < to * 16; tap++)
            {
                int o = tap / 16, r = (2 * row) + (tap / 4 % 4) - 1, q = (2 * column) + (tap % 4) - 1;
                if (r >= 0 && r < 2 * height && q >= 0 && q < 2 * width)
                {
                    y.Values[(((((image * to) + o) * 2 * height) + r) * 2 * width) + q] += x.Values[i] * weight.Values[(c * to * 16) + tap];
                }
            }
        }

        return y;
    }

    private static Block Normalize(Block x, int groups) => new(x.Sizes, [.. x.Values.Chunk(x.Values.Length / x.Sizes[0] / groups).SelectMany(group =>
    {
        double mean = group.Average(), variance = group.Average(v => (v - mean) * (v - mean));
        return group.Select(v => (v - mean) / Math.Sqrt(variance + 1e-5));
    })]);

    // Images are sequences of one date here.
    private static Block Convolve(Block x, Parameter weight, float[] bias, int stride)
    {
        bool dates = x.Sizes.Length == 5;
        int[] s = dates ? x.Sizes : [x.Sizes[0], x.Sizes[1], 1, x.Sizes[2], x.Sizes[3]], k = dates ? [.. weight.Shape] : [weight.Shape[0], weight.Shape[1], 1, weight.Shape[2], weight.Shape[3]];
        int height = (s[3] + stride - 1) / stride, width = (s[4] + stride - 1) / stride;
        var y = dates ? new Block(s[0], k[0], s[2], height, width) : new Block(s[0], k[0], height, width);
        for (int i = 0; i < y.Values.Length; i++)
        {
            int column = i % width * stride, row = i / width % height * stride, t = i / width / height % s[2], o = i / width / height / s[2] % k[0], n = i / width / height / s[2] / k[0];
            double sum = bias[o];
            for (int tap = 0; tap < k[1] * k[2] * k[3] * k[4]; tap++)
            {
                int c = tap / (k[2] * k[3] * k[4]);
                int date = t + (tap / (k[3] * k[4]) % k[2]) - (k[2] / 2), r = row + (tap / k[4] % k[3]) - ((k[3] - 1) / 2), q = column + (tap % k[4]) - ((k[4] - 1) / 2);
                if (date >= 0 && date < s[2] && r >= 0 && r < s[3] && q >= 0 && q < s[4])
                {
                    sum += weight.Values[(o * k[1] * k[2] * k[3] * k[4]) + tap] * x.Values[((((((n * s[1]) + c) * s[2]) + date) * s[3]) + r) * s[4] + q];
                }
            }

            y.Values[i] = sum;
        }

        return y;
    }
}
