using System.Diagnostics;
using Cloudless.Imagery;
using Cloudless.Networks;

namespace Cloudless.Training.Temporal;

/// <summary>The passes of one fit (Algorithm 1 of Ebel et al. 2022), and the images of the best one.</summary>
/// <param name="data">The series.</param>
/// <param name="graph">The network; holds the weights of the best pass in the end.</param>
/// <param name="fit">What computes.</param>
/// <param name="options">How long, how much at a time.</param>
internal sealed class FitRun(FitData data, NetworkGraph graph, ISeriesFit fit, InternalLearningOptions options)
{
    private readonly StoppingRule _rule = new(options.Patience);
    private readonly SeededRandom _random = new(options.Seed + 3);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<FitCheck> _checks = [];
    private float[][] _weights = [];

    /// <summary>[T,B,H,W], DN, padded: what the best pass made.</summary>
    public float[] Images { get; private set; } = [];

    /// <summary>What was measured after each pass.</summary>
    public IReadOnlyList<FitCheck> Checks => _checks;

    /// <summary>The pass that was taken.</summary>
    public int BestPass { get; private set; }

    /// <summary>Iterations done.</summary>
    public long Steps { get; private set; }

    /// <summary>Why it ended.</summary>
    public string Ending { get; private set; } = "";

    private int DatesAtOnce => Math.Min(options.Dates, data.Dates);

    private bool HoldsOut { get; } = data.Withheld.Contains(1);

    private bool OutOfTime => options.TimeLimit is { } limit && _clock.Elapsed > limit;

    /// <summary>Fits.</summary>
    /// <param name="log">Told each check; null for silence.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public void Execute(Action<string>? log, CancellationToken cancellation)
    {
        Ending = FormattableString.Invariant($"all {options.Passes} passes were done");
        for (int pass = 1; pass <= options.Passes; pass++)
        {
            double loss = Pass(cancellation);
            Check(pass, loss, cancellation);
            log?.Invoke(_checks[^1].ToString());
            if (OutOfTime)
            {
                Ending = FormattableString.Invariant($"the time limit of {options.TimeLimit} ended it in pass {pass} of {options.Passes}");
                break;
            }

            if (HoldsOut && _rule.Stops)
            {
                Ending = FormattableString.Invariant($"{options.Patience} passes brought nothing better, so it ended after pass {pass} of {options.Passes}");
                break;
            }
        }

        foreach ((Parameter parameter, float[] best) in graph.Parameters.Zip(_weights))
        {
            best.CopyTo(parameter.Values, 0);
        }
    }

    private double Pass(CancellationToken cancellation)
    {
        double sum = 0;
        int done = 0;
        int[] starts = [];
        while (done < options.Iterations && (done == 0 || !OutOfTime))
        {
            cancellation.ThrowIfCancellationRequested();
            if (done % (data.Dates - DatesAtOnce + 1) == 0)
            {
                starts = Shuffled(data.Dates - DatesAtOnce + 1);
            }

            sum += fit.Step(FitBatch.Of(data, starts[done % starts.Length], DatesAtOnce, Crop()));
            done++;
        }

        Steps += done;
        return sum / done;
    }

    private int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = _random.Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private Window Crop()
    {
        int height = options.Crop == 0 ? data.Height : Math.Min(options.Crop, data.Height), width = options.Crop == 0 ? data.Width : Math.Min(options.Crop, data.Width);
        return new Window(_random.Next(data.Width - width + 1), _random.Next(data.Height - height + 1), width, height);
    }

    private void Check(int pass, double loss, CancellationToken cancellation)
    {
        float[] images = Predict(cancellation);
        double error = Error(images);
        _checks.Add(new FitCheck(pass, loss, error));

        // Without withheld pixels there is nothing to choose by, and the last pass is taken.
        if (!_rule.Add(error) && HoldsOut && pass > 1)
        {
            return;
        }

        (Images, BestPass) = (images, pass);
        fit.Synchronize();
        _weights = [.. graph.Parameters.Select(p => (float[])p.Values.Clone())];
    }

    // Each date is taken from the batch in whose middle it lies.
    private float[] Predict(CancellationToken cancellation)
    {
        float[] images = new float[data.Target.Length];
        int length = data.Bands * data.Height * data.Width, n = DatesAtOnce;
        int from = -1;
        float[] batch = [];
        for (int d = 0; d < data.Dates; d++)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = Math.Clamp(d - (n / 2), 0, data.Dates - n);
            if (first != from)
            {
                batch = fit.Predict(FitBatch.Of(data, first, n, new Window(0, 0, data.Width, data.Height)));
                from = first;
            }

            batch.AsSpan((d - first) * length, length).CopyTo(images.AsSpan(d * length));
        }

        return images;
    }

    private double Error(float[] images)
    {
        double sum = 0, count = 0;
        int plane = data.Height * data.Width;
        for (int i = 0; i < data.Withheld.Length; i++)
        {
            if (data.Withheld[i] == 0)
            {
                continue;
            }

            for (int band = 0; band < data.Bands; band++)
            {
                int at = (((i / plane * data.Bands) + band) * plane) + (i % plane);
                double difference = (images[at] - Math.Clamp(data.Target[at], 0, DSen2Cr.OpticalMaximum)) / DSen2Cr.OpticalMaximum;
                sum += difference * difference;
            }

            count += data.Bands;
        }

        return Math.Sqrt(sum / count);
    }
}
