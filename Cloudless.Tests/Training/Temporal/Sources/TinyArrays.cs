using System.Globalization;
using System.Text;
using Cloudless.Imagery;

namespace Cloudless.Tests.Training.Temporal.Sources;

/// <summary>Writes a place with a dense series as NumPy arrays: 16 x 16 pixels, ten bands, the odd dates half under clouds, radar a day after each image.</summary>
internal static class TinyArrays
{
    public const int Side = 16;

    private static readonly string[] Fine = ["B02", "B03", "B04", "B08"], Coarse = ["B05", "B06", "B07", "B8A", "B11", "B12"];

    /// <summary>Writes the place.</summary>
    public static void Write(string folder, int dates = 8, bool sar = true)
    {
        Directory.CreateDirectory(folder);
        const int Half = Side / 2;
        Save(folder, $"s2_10m_{string.Join('_', Fine)}", "<u2", [dates, 4, Side, Side], i => (ushort)Dn(i / (4 * Side * Side), Fine[i / (Side * Side) % 4], i / Side % Side));
        Save(folder, $"s2_20m_{string.Join('_', Coarse)}", "<u2", [dates, 6, Half, Half], i => (ushort)Dn(i / (6 * Half * Half), Coarse[i / (Half * Half) % 6], i / Half % Half * 2));
        Save(folder, "s2_20m_SCL", "|u1", [dates, Half, Half], i => (byte)(Covered(i / (Half * Half), i / Half % Half * 2) ? 9 : 4));
        Dates(folder, "s2", dates, 0);
        if (sar)
        {
            Save(folder, "s1_20m_VV_VH", "<i4", [dates, 2, Half, Half], i => i / (Half * Half) % 2 == 0 ? -110_000 : -180_000);
            Dates(folder, "s1", dates, 1);
        }
    }

    /// <summary>The DN of a pixel.</summary>
    public static int Dn(int date, string band, int row) => Covered(date, row) ? 7000 : 500 + (100 * Array.IndexOf([.. Sentinel2Band.All.Select(b => b.Id)], band)) + (10 * row) + date;

    private static bool Covered(int date, int row) => date % 2 == 1 && row < Side / 2;

    private static void Dates(string folder, string mode, int dates, int after) => File.WriteAllLines(
        Path.Combine(folder, $"{mode}_dates.csv"),
        ["index,utc", .. Enumerable.Range(0, dates).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d},{new DateTime(2018, 3, 1, 10, 0, 0, DateTimeKind.Utc).AddDays((5 * d) + after):s}"))]);

    private static void Save<T>(string folder, string name, string type, int[] shape, Func<int, T> value)
        where T : unmanaged
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}".PadRight(117) + "\n";
        using var file = new BinaryWriter(File.Create(Path.Combine(folder, $"{name}.npy")));
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header)]);
        T[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(value)];
        file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<T>(values));
    }
}
