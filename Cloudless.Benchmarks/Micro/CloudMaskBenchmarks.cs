using BenchmarkDotNet.Attributes;
using Cloudless.Masks;

namespace Cloudless.Benchmarks.Micro;

/// <summary>The papers' cloud and shadow mask of one patch: the score alone against score, shadow statistics and classes.</summary>
[MemoryDiagnoser]
public class CloudMaskBenchmarks
{
    private const int Channels = 13;
    private const double BrightestDn = 8000;

    private readonly CloudMaskOptions _options = new();
    private float[] _optical = [];
    private float[] _score = [];
    private byte[] _pixelClass = [];

    /// <summary>Height and width in pixels.</summary>
    [Params(256, 1024)]
    public int Size { get; set; }

    /// <summary>Noise costs what an image costs: no step depends on what the pixels show.</summary>
    [GlobalSetup]
    public void MakeImage()
    {
        var random = new SeededRandom(7);
        _optical = new float[Channels * Size * Size];
        for (int i = 0; i < _optical.Length; i++)
        {
            _optical[i] = (float)random.NextDouble(0, BrightestDn);
        }

        (_score, _pixelClass) = (new float[Size * Size], new byte[Size * Size]);
    }

    /// <summary>Cloud score alone.</summary>
    [Benchmark]
    public void Score() => CloudScore.Compute(_optical, Size, Size, _options, _score);

    /// <summary>Score, shadow and classes.</summary>
    [Benchmark(Baseline = true)]
    public void Mask() => CloudShadowMask.Compute(_optical, Size, Size, _options, _pixelClass, _score);
}
