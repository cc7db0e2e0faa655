namespace Cloudless.Training.Downstream;

/// <summary>Multinomial logistic regression on standardized features: one linear layer, so that what it learned can be looked at.</summary>
/// <remarks>Fitted by ADAM on small batches in one thread: the same table and seed give the same bits. Immutable, safe from several threads.</remarks>
internal sealed class SoftmaxRegression
{
    private const int Epochs = 30, Batch = 64;
    private const double Rate = 0.01, Decay = 1e-5, First = 0.9, Second = 0.999;

    private readonly double[] _mean;
    private readonly double[] _deviation;
    private readonly double[] _weights;
    private readonly int _features;
    private readonly int _classes;

    private SoftmaxRegression(FeatureTable table, int classes)
    {
        (_features, _classes) = (table.Features, classes);
        (_mean, _deviation) = (new double[_features], new double[_features]);
        _weights = new double[classes * (_features + 1)];
        for (int f = 0; f < _features; f++)
        {
            double[] values = [.. Enumerable.Range(0, table.Count).Select(i => table.Row(i)[f])];
            _mean[f] = values.Average();
            _deviation[f] = Math.Max(1e-9, Math.Sqrt(values.Average(v => (v - _mean[f]) * (v - _mean[f]))));
        }
    }

    /// <summary>Fits a table.</summary>
    public static SoftmaxRegression Fit(FeatureTable table, int classes, ulong seed)
    {
        var fit = new SoftmaxRegression(table, classes);
        double[][] rows = [.. Enumerable.Range(0, table.Count).Select(i => fit.Standardized(table.Row(i)))];
        double[] gradient = new double[fit._weights.Length], first = new double[gradient.Length], second = new double[gradient.Length];
        var random = new SeededRandom(seed);
        int[] order = [.. Enumerable.Range(0, table.Count)];
        int steps = Epochs * ((table.Count + Batch - 1) / Batch), step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            for (int i = order.Length - 1; i > 0; i--)
            {
                int other = random.Next(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }

            foreach (int[] batch in order.Chunk(Batch))
            {
                Array.Clear(gradient);
                foreach (int i in batch)
                {
                    fit.AddGradient(rows[i], table.Labels[i], batch.Length, gradient);
                }

                fit.Step(gradient, first, second, ++step, Rate * (1 - ((step - 1) / (double)steps)));
            }
        }

        return fit;
    }

    /// <summary>Logits [K] of features.</summary>
    public float[] Logits(ReadOnlySpan<double> features) => [.. Raw(Standardized(features)).Select(v => (float)v)];

    /// <summary>Share of a table's rows told right.</summary>
    public double Accuracy(FeatureTable table) =>
        Enumerable.Range(0, table.Count).Count(i => new ScoredPatch(Logits(table.Row(i))).Predicted == table.Labels[i]) / (double)table.Count;

    private double[] Standardized(ReadOnlySpan<double> features)
    {
        double[] standardized = new double[_features];
        for (int f = 0; f < _features; f++)
        {
            standardized[f] = (features[f] - _mean[f]) / _deviation[f];
        }

        return standardized;
    }

    private double[] Raw(double[] row)
    {
        double[] logits = new double[_classes];
        for (int k = 0; k < _classes; k++)
        {
            ReadOnlySpan<double> weights = _weights.AsSpan(k * (_features + 1), _features + 1);
            double sum = weights[_features];
            for (int f = 0; f < _features; f++)
            {
                sum += weights[f] * row[f];
            }

            logits[k] = sum;
        }

        return logits;
    }

    private void AddGradient(double[] row, int label, int batch, double[] gradient)
    {
        double[] logits = Raw(row);
        double largest = logits.Max(), sum = logits.Sum(l => Math.Exp(l - largest));
        for (int k = 0; k < _classes; k++)
        {
            double error = ((Math.Exp(logits[k] - largest) / sum) - (k == label ? 1 : 0)) / batch;
            Span<double> to = gradient.AsSpan(k * (_features + 1), _features + 1);
            for (int f = 0; f < _features; f++)
            {
                to[f] += error * row[f];
            }

            to[_features] += error;
        }
    }

    private void Step(double[] gradient, double[] first, double[] second, int step, double rate)
    {
        double firstBias = 1 - Math.Pow(First, step), secondBias = 1 - Math.Pow(Second, step);
        for (int i = 0; i < gradient.Length; i++)
        {
            double g = gradient[i] + (Decay * _weights[i]);
            first[i] = (First * first[i]) + ((1 - First) * g);
            second[i] = (Second * second[i]) + ((1 - Second) * g * g);
            _weights[i] -= rate * (first[i] / firstBias) / (Math.Sqrt(second[i] / secondBias) + 1e-8);
        }
    }
}
