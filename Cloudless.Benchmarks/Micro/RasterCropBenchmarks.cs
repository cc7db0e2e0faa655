using BenchmarkDotNet.Attributes;
using Cloudless.Imagery;

namespace Cloudless.Benchmarks.Micro;

/// <summary>Cutting a patch with its halo out of a scene: row-wise copies against a loop over samples.</summary>
[MemoryDiagnoser]
public class RasterCropBenchmarks
{
    private const int Channels = 13;
    private const int SceneSize = 1024;
    private const int Halo = 34;

    private readonly Raster<float> _scene = new(Channels, SceneSize, SceneSize);

    /// <summary>Side of the tile in pixels, before its halo.</summary>
    [Params(64, 256)]
    public int TileSize { get; set; }

    private Window Window => new(Column: 100, Row: 100, Width: TileSize + (2 * Halo), Height: TileSize + (2 * Halo));

    /// <summary>What the remover does.</summary>
    [Benchmark(Baseline = true)]
    public Raster<float> Crop() => _scene.Crop(Window);

    /// <summary>The rival: one indexed copy per sample.</summary>
    [Benchmark]
    public Raster<float> SampleBySample()
    {
        Window window = Window;
        var part = new Raster<float>(Channels, window.Height, window.Width);
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int row = 0; row < window.Height; row++)
            {
                for (int column = 0; column < window.Width; column++)
                {
                    part[channel, row, column] = _scene[channel, window.Row + row, window.Column + column];
                }
            }
        }

        return part;
    }
}
