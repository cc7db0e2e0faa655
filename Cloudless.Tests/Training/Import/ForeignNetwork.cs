namespace Cloudless.Tests.Training.Import;

/// <summary>
/// A DSen2-CR as dsen2-cr has it: kernels [3,3,Cin,Cout], values in network units, computed in float64 by plain loops. Shares no code with Cloudless.
/// </summary>
internal sealed class ForeignNetwork
{
    private readonly (int In, int Out, float[] Kernel, float[] Bias)[] _layers;

    public ForeignNetwork(int features, int blocks, bool sar, int seed)
    {
        var random = new Random(seed);
        (int In, int Out)[] sizes = [(sar ? 15 : 13, features), .. Enumerable.Repeat((features, features), 2 * blocks), (features, 13)];
        _layers = [.. sizes.Select(s => (s.In, s.Out, Values(9 * s.In * s.Out, Math.Sqrt(6.0 / (9 * s.In))), Values(s.Out, 0.2)))];

        float[] Values(int count, double limit) => [.. Enumerable.Range(0, count).Select(_ => (float)(((2 * random.NextDouble()) - 1) * limit))];
    }

    public int Layers => _layers.Length;

    /// <summary>Kernel of a layer, [3,3,Cin,Cout].</summary>
    public (int[] Shape, float[] Values) Kernel(int layer) => ([3, 3, _layers[layer].In, _layers[layer].Out], _layers[layer].Kernel);

    /// <summary>The same as PyTorch has it, [Cout,Cin,3,3].</summary>
    public (int[] Shape, float[] Values) TorchKernel(int layer)
    {
        (int inputs, int outputs, float[] kernel, _) = _layers[layer];
        float[] values = new float[kernel.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int x = i % 3, y = i / 3 % 3, c = i / 9 % inputs, o = i / 9 / inputs;
            values[i] = kernel[(((((y * 3) + x) * inputs) + c) * outputs) + o];
        }

        return ([outputs, inputs, 3, 3], values);
    }

    public (int[] Shape, float[] Values) Bias(int layer) => ([_layers[layer].Out], _layers[layer].Bias);

    /// <summary>Prediction in DN of an image [C,H,W] of DN and dB, scaled to network units and back as dsen2-cr's data pipeline does.</summary>
    public double[] Run(float[] image, int height, int width)
    {
        int plane = height * width, channels = image.Length / plane;
        double[] x = new double[image.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double floor = i / plane == 13 ? -25 : -32.5;
            x[i] = i / plane < 13 ? Math.Clamp(image[i], 0.0, 10000) / 2000 : (Math.Clamp(image[i], floor, 0) - floor) / -floor * 2;
        }

        Assert.That(channels, Is.EqualTo(_layers[0].In));
        double[] h = Rectified(Convolve(x, 0, height, width));
        for (int b = 1; b < _layers.Length - 1; b += 2)
        {
            double[] inner = Convolve(Rectified(Convolve(h, b, height, width)), b + 1, height, width);
            h = [.. h.Zip(inner, (a, v) => a + (0.1 * v))];
        }

        return [.. Convolve(h, _layers.Length - 1, height, width).Select((v, i) => 2000 * (v + x[i]))];
    }

    private double[] Convolve(double[] x, int layer, int height, int width)
    {
        (int inputs, int outputs, float[] kernel, float[] bias) = _layers[layer];
        double[] result = new double[outputs * height * width];
        for (int at = 0; at < result.Length; at++)
        {
            int column = at % width, row = at / width % height, o = at / width / height;
            double sum = bias[o];
            for (int dy = -1; dy <= 1; dy++)
            {
                for (int dx = -1; dx <= 1; dx++)
                {
                    int y = row + dy, z = column + dx;
                    for (int c = 0; y >= 0 && y < height && z >= 0 && z < width && c < inputs; c++)
                    {
                        sum += x[(((c * height) + y) * width) + z] * kernel[((((((dy + 1) * 3) + dx + 1) * inputs) + c) * outputs) + o];
                    }
                }
            }

            result[at] = sum;
        }

        return result;
    }

    private static double[] Rectified(double[] x) => [.. x.Select(v => Math.Max(v, 0))];
}
