using System.Runtime.Intrinsics;
using Cloudless.Inference.Cpu;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>Adds the bands of a <see cref="WeightGradientJob"/> in order and brings the sums into the parameters' shapes.</summary>
internal sealed unsafe class WeightReductionJob : IParallelJob
{
    private readonly WeightGradientJob _bands;
    private readonly int _outputs;
    private readonly int _inputs;
    private readonly float _factor;
    private readonly float[] _weights;
    private readonly float[] _bias;

    /// <summary>Sets up the reduction.</summary>
    /// <param name="bands">What made the sums.</param>
    /// <param name="outputs">Cout.</param>
    /// <param name="inputs">Cin.</param>
    /// <param name="factor">Factor of the scale that was fused into the convolution.</param>
    /// <param name="weights">Receives the weights' gradient, [Cout,Cin,K,K].</param>
    /// <param name="bias">Receives the bias's gradient, [Cout].</param>
    public WeightReductionJob(WeightGradientJob bands, int outputs, int inputs, float factor, float[] weights, float[] bias) =>
        (_bands, _outputs, _inputs, _factor, _weights, _bias) = (bands, outputs, inputs, factor, weights, bias);

    /// <inheritdoc/>
    public void Execute(int item, int worker)
    {
        int kernel = _bands.Kernel, taps = _bands.Taps, panel = item / _bands.Blocks, block = item % _bands.Blocks;
        nint length = (nint)kernel * taps * 16;
        float* sums = Add(item * length, length);
        int outputs = Math.Min(16, _outputs - (panel * 16)), inputs = Math.Min(16, _inputs - (block * 16));
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                int to = ((((panel * 16) + o) * _inputs) + (block * 16) + i) * kernel * kernel;
                for (int tap = 0; tap < kernel * kernel; tap++)
                {
                    _weights[to + tap] = _factor * sums[((((tap / kernel * taps) + (tap % kernel * 16) + i)) * 16) + o];
                }
            }
        }

        if (block == 0)
        {
            float* bias = Add((_bands.Length - (_bands.Panels * 16)) + (panel * 16), 16);
            for (int o = 0; o < outputs; o++)
            {
                _bias[(panel * 16) + o] = _factor * bias[o];
            }
        }
    }

    // Adds the other bands to the first one's memory.
    private float* Add(nint start, nint length)
    {
        float* total = _bands.Sums(0) + start;
        for (int band = 1; band < _bands.Items; band++)
        {
            float* other = _bands.Sums(band) + start;
            for (nint i = 0; i < length; i += 8)
            {
                (Vector256.Load(total + i) + Vector256.Load(other + i)).Store(total + i);
            }
        }

        return total;
    }
}
