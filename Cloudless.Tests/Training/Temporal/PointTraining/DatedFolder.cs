using Cloudless.Tests.Training.Datasets;

namespace Cloudless.Tests.Training.Temporal.PointTraining;

/// <summary>A folder of ten dated images of 48 x 48 pixels: ground that grows brighter by 20 DN from date to date, every third date half under cloud.</summary>
internal sealed class DatedFolder : IDisposable
{
    private const int Side = 48;

    public DatedFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "cloudless-tests", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path);
        var random = new SeededRandom(5);
        for (int date = 0; date < 10; date++)
        {
            int day = date;
            TinyRasters.Write(
                System.IO.Path.Combine(Path, FormattableString.Invariant($"{date:00}_2018-{date + 1:00}-05_s2l1c.tif")), 13,
                (band, row, column) => Value(day, band, row, column) + random.Next(10), width: Side, height: Side);
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static float Value(int date, int band, int row, int column) => date % 3 == 2 && row >= Side / 2
        ? band == 10 ? 100 : 7000
        : band == 10 ? 5 : 600 + (20 * date) - (band == 1 && column >= 36 ? 400 : 0);
}
