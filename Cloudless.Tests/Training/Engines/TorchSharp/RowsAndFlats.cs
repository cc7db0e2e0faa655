using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;

namespace Cloudless.Tests.Training.Engines.TorchSharp;

/// <summary>A folder <c>data</c> of two classes that a small network tells apart: twenty images of 32 x 32 pixels with rows, twenty that are flat.</summary>
internal static class RowsAndFlats
{
    public static TemporaryFolder Make()
    {
        var folder = new TemporaryFolder();
        for (int i = 0; i < 20; i++)
        {
            int shift = i;
            TinyRasters.Write(folder[$"data/rows/{i}.tif"], 13, (_, y, x) => ((y + shift) % 8 < 4 ? 500 : 3000) + x, width: 32, height: 32);
            TinyRasters.Write(folder[$"data/flat/{i}.tif"], 13, (b, y, x) => 1000 + (40 * shift) + b, width: 32, height: 32);
        }

        return folder;
    }
}
