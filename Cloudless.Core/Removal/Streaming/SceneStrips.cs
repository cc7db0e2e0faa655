using Cloudless.Imagery;

namespace Cloudless.Removal.Streaming;

/// <summary>Cuts a scene into strips of whole rows, each with the halo that its masks need: what is looked at at once while a scene is streamed.</summary>
internal sealed class SceneStrips
{
    // Sums over a scene run in blocks of so many rows: strips of whole blocks have the sums of the whole scene.
    private const int Block = 64;

    // 13 bands of signed DN of a strip and its halo. A scene that fits is one strip: the halo of no strip is computed twice then.
    private const long Memory = 250L << 20;

    private readonly int _height, _width, _halo, _rows;

    /// <summary>Cuts a scene.</summary>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <param name="halo">Rows above and below that a strip's masks need.</param>
    /// <param name="rows">Rows of a strip, rounded up to whole blocks; 0 for as many as memory allows.</param>
    public SceneStrips(int height, int width, int halo, int rows = 0)
    {
        (_height, _width, _halo) = (height, width, halo);
        long most = Memory / (Sentinel2Band.Count * sizeof(float) * (long)width);
        rows = rows > 0 ? rows : most >= height ? height : (int)Math.Max(Block, (most - (2 * halo)) / Block * Block);
        _rows = (rows + Block - 1) / Block * Block;
    }

    /// <summary>Number of strips.</summary>
    public int Count => (_height + _rows - 1) / _rows;

    /// <summary>Pixels of the largest strip with its halo.</summary>
    public int LargestWide => Math.Min(_height, _rows + (2 * _halo)) * _width;

    /// <summary>The rows that a strip answers for; these tile the scene.</summary>
    public Window Core(int strip) => new(0, strip * _rows, _width, Math.Min(_rows, _height - (strip * _rows)));

    /// <summary>These rows with the halo, cut at the scene's edge.</summary>
    public Window Wide(int strip) => Core(strip).GrowWithin(_halo, _width, _height);
}
