using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Training.Datasets.Arrays;

namespace Cloudless.Training.Temporal.Sources;

/// <summary>One array of a series: all dates of some channels.</summary>
/// <param name="path">The file.</param>
/// <param name="channels">Names of the channels.</param>
internal sealed class BandGroup(string path, IReadOnlyList<string> channels)
{
    private readonly NpyFile _array = NpyFile.Read(path);

    /// <summary>Names of the channels.</summary>
    public IReadOnlyList<string> Channels => channels;

    /// <summary>Dates.</summary>
    public int Dates => _array.Shape[0];

    /// <summary>Rows.</summary>
    public int Height => _array.Shape[^2];

    /// <summary>Columns.</summary>
    public int Width => _array.Shape[^1];

    /// <summary>Finds the arrays whose names are <c>PREFIX_20m_A_B.npy</c>.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="prefix">s1 or s2.</param>
    /// <param name="wanted">Which channels they may have.</param>
    /// <returns>The files and their channels, by name.</returns>
    public static IEnumerable<BandGroup> Find(string folder, string prefix, Func<string, bool> wanted)
    {
        foreach (string file in Directory.EnumerateFiles(folder, $"{prefix}_*.npy").Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetFileNameWithoutExtension(file).Split('_');
            if (parts.Length > 2 && parts[2..].All(wanted))
            {
                yield return new BandGroup(file, parts[2..]);
            }
        }
    }

    /// <summary>Checks that the array is [T,C,H,W] (or [T,H,W] for one channel) and that its pixels divide evenly into those of the finest.</summary>
    /// <exception cref="RasterMismatchException">It is or does not.</exception>
    public BandGroup Require(int dates, int height, int width)
    {
        int[] planes = channels.Count == 1 && _array.Shape.Count == 3 ? [dates] : [dates, channels.Count];
        bool fits = _array.Shape.Count == planes.Length + 2 && planes.SequenceEqual(_array.Shape.Take(planes.Length))
            && Height > 0 && Width > 0 && height % Height == 0 && width % Width == 0 && height / Height == width / Width;
        return fits ? this : throw new RasterMismatchException(string.Create(
            CultureInfo.InvariantCulture,
            $"{path} is [{string.Join(',', _array.Shape)}]; [{string.Join(',', planes)},H,W] was expected by the table of dates and the file's name, with pixels that divide evenly into {width} x {height}."));
    }

    /// <summary>Copies a channel of a date, each value as often as its pixel is larger.</summary>
    /// <param name="date">Which date.</param>
    /// <param name="channel">Which channel.</param>
    /// <param name="divisor">What values are divided by.</param>
    /// <param name="to">[1,H,W] of an image, overwritten.</param>
    /// <param name="width">Its W.</param>
    public void Copy(int date, int channel, double divisor, Span<float> to, int width)
    {
        int factor = width / Width, plane = ((date * channels.Count) + channel) * Height * Width;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = (float)(_array.Values[plane + (i / width / factor * Width) + (i % width / factor)] / divisor);
        }
    }
}
