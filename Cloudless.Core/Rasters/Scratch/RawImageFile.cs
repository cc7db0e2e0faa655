using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Scratch;

/// <summary>Shows planes in a temporary file, and their overviews, to GDAL as one image: small files beside them that say what lies where (GDAL's virtual format, raw bands).</summary>
/// <remarks>So a cloud-optimized GeoTIFF is copied from the job's own work, and no other copy of the image is written before it.</remarks>
internal sealed class RawImageFile : IDisposable
{
    private readonly List<string> _files = [];

    /// <summary>Writes the descriptions.</summary>
    /// <param name="type">Sample type.</param>
    /// <param name="levels">The image, then its overviews from large to small.</param>
    /// <exception cref="CloudlessException">The disk is full.</exception>
    public static RawImageFile Describe<T>(SampleType type, IReadOnlyList<FileSamples<T>> levels)
        where T : unmanaged
    {
        var image = new RawImageFile();
        string[] names = [.. levels.Select(l => System.IO.Path.ChangeExtension(l.Path, ".vrt"))];
        try
        {
            for (int i = 0; i < levels.Count; i++)
            {
                image._files.Add(names[i]);
                Text(type, levels[i], i == 0 ? names[1..] : []).Save(names[i]);
            }

            return image;
        }
        catch (IOException e)
        {
            image.Dispose();
            throw AtomicFile.WriteFailed(names[0], e.Message, e);
        }
    }

    /// <summary>What GDAL opens.</summary>
    public string Path => _files[0];

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(File.Delete);

    private static XElement Text<T>(SampleType type, FileSamples<T> image, string[] overviews)
        where T : unmanaged
    {
        var dataset = new XElement("VRTDataset", new XAttribute("rasterXSize", image.Width), new XAttribute("rasterYSize", image.Height));
        long line = (long)image.Width * Unsafe.SizeOf<T>();
        for (int c = 0; c < image.Channels; c++)
        {
            dataset.Add(new XElement(
                "VRTRasterBand",
                new XAttribute("dataType", Name(type)),
                new XAttribute("band", c + 1),
                new XAttribute("subClass", "VRTRawRasterBand"),
                type == SampleType.Int8 && GdalSamples.MarksInt8
                    ? new XElement("Metadata", new XAttribute("domain", "IMAGE_STRUCTURE"), new XElement("MDI", new XAttribute("key", "PIXELTYPE"), "SIGNEDBYTE"))
                    : null,
                overviews.Select(name => new XElement("Overview", Source(name), new XElement("SourceBand", c + 1))),
                Source(image.Path),
                new XElement("ImageOffset", (c * line * image.Height).ToString(CultureInfo.InvariantCulture)),
                new XElement("PixelOffset", Unsafe.SizeOf<T>()),
                new XElement("LineOffset", line),
                new XElement("ByteOrder", BitConverter.IsLittleEndian ? "LSB" : "MSB")));
        }

        return dataset;
    }

    // Beside the description: newer versions of GDAL read raw bands from nowhere else.
    private static XElement Source(string path) => new("SourceFilename", new XAttribute("relativeToVRT", 1), System.IO.Path.GetFileName(path));

    private static string Name(SampleType type) => type switch
    {
        SampleType.UInt8 => "Byte",
        SampleType.Int8 => GdalSamples.MarksInt8 ? "Byte" : "Int8",
        _ => type.ToString(),
    };
}
