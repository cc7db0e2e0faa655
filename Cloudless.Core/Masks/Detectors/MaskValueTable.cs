using System.Text.RegularExpressions;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>From the values of a mask file to classes.</summary>
internal sealed partial class MaskValueTable
{
    private const byte Unexpected = 254;

    private readonly byte[] _classes = new byte[MaskRasterOptions.LargestValue + 1];
    private readonly string _path;

    /// <summary>Decides what the values mean.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="profile">Of the file.</param>
    /// <exception cref="UnsupportedProductException">The file has several bands and none is named as the format, or values are named that the format cannot have.</exception>
    public MaskValueTable(MaskRasterOptions options, RasterProfile profile)
    {
        _path = options.Path;
        (Format, string why) = options.Format != MaskFormat.Auto ? (options.Format, "as given") : Tell(options.Path, profile);
        Band = ChooseBand(profile);
        Cloud = options.CloudValues ?? Format switch { MaskFormat.Scl => [8, 9, 10], MaskFormat.Qa60 => [10, 11], _ => [1] };
        Shadow = options.ShadowValues ?? Format switch { MaskFormat.Scl => [3], MaskFormat.Qa60 => [], _ => options.CloudValues is null ? [2] : [] };
        Shadow = options.ShadowValues is null ? [.. Shadow.Except(Cloud)] : Shadow;
        if (Cloud.Intersect(Shadow).Any())
        {
            throw new UnsupportedProductException(
                $"'{_path}', read as {Name} ({why}): {string.Join(", ", Cloud.Intersect(Shadow))} is named as shadow and is cloud by default. Say which values are cloud as well (--cloud-values).");
        }

        if (Format == MaskFormat.Qa60 && Cloud.Concat(Shadow).Max() > MaskRasterOptions.LargestBit)
        {
            throw new UnsupportedProductException(
                $"'{_path}' is read as {Name} ({why}), whose bits are 0..{MaskRasterOptions.LargestBit}; found {Cloud.Concat(Shadow).Max()} among the values that are cloud or shadow. Name bits, or say another --mask-format.");
        }

        if (Format == MaskFormat.Qa60)
        {
            FillBits();
        }
        else
        {
            FillValues(anyOther: options.CloudValues is not null || options.ShadowValues is not null);
        }

        bool ownShadow = Format == MaskFormat.Scl && Shadow.Count > 0;
        DarkShadow = options.DarkShadow ?? !ownShadow;
        string unit = Format == MaskFormat.Qa60 ? "bits" : "values";
        Note = $"Clouds by '{_path}', read as {Name} ({why}): {unit} {Words(Cloud)} are cloud, {Words(Shadow)} shadow"
            + $"{(DarkShadow ? "; dark land near clouds is shadow too" : "")}.";
    }

    /// <summary>What the values mean.</summary>
    public MaskFormat Format { get; }

    /// <summary>The band to read, 0-based.</summary>
    public int Band { get; }

    /// <summary>Whether dark land near clouds is shadow too.</summary>
    public bool DarkShadow { get; }

    /// <summary>The decision in words.</summary>
    public string Note { get; }

    private string Name => Format.ToString().ToUpperInvariant();

    private IReadOnlyList<int> Cloud { get; }

    private IReadOnlyList<int> Shadow { get; }

    /// <summary>Turns values into classes of <see cref="PixelClass"/>.</summary>
    /// <param name="values">[h,w], as the file holds them; NaN is nodata.</param>
    /// <param name="window">Where they lie in the image, for messages.</param>
    /// <param name="pixelClass">[h,w], overwritten.</param>
    /// <exception cref="UnsupportedProductException">A value is not of this format.</exception>
    public void Classify(ReadOnlySpan<float> values, Window window, Span<byte> pixelClass)
    {
        for (int p = 0; p < values.Length; p++)
        {
            float value = values[p];
            if (float.IsNaN(value))
            {
                pixelClass[p] = PixelClass.NoData;
                continue;
            }

            bool whole = value >= 0 && value <= MaskRasterOptions.LargestValue && value == MathF.Floor(value);
            pixelClass[p] = whole ? _classes[(int)value] : Unexpected;
            if (pixelClass[p] == Unexpected)
            {
                throw new UnsupportedProductException(
                    FormattableString.Invariant($"'{_path}' holds {value} at the image's row {window.Row + (p / window.Width)}, column {window.Column + (p % window.Width)}; ")
                    + $"expected {Expected()}. Say what the mask is (--mask-format), or which of its values are cloud and shadow (--cloud-values, --shadow-values).");
            }
        }
    }

    private static (MaskFormat Format, string Why) Tell(string path, RasterProfile profile)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        foreach ((MaskFormat format, string word) in ((MaskFormat, string)[])[(MaskFormat.Scl, "SCL"), (MaskFormat.Qa60, "QA60")])
        {
            if (profile.BandNames.Any(b => string.Equals(b, word, StringComparison.OrdinalIgnoreCase)))
            {
                return (format, "by its band's name");
            }

            if (Separators().Split(name).Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return (format, "by its name");
            }
        }

        return (MaskFormat.Classes, "no name says SCL or QA60");
    }

    private int ChooseBand(RasterProfile profile)
    {
        string name = Name;
        int named = profile.BandNames.ToList().FindIndex(b => string.Equals(b, name, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named : profile.BandCount == 1 ? 0 : throw new UnsupportedProductException(
            $"'{_path}' has {profile.BandCount} bands; a mask has one, or one named {name}. Write the mask into a file of its own.");
    }

    private void FillBits()
    {
        int clouds = Cloud.Aggregate(0, (bits, b) => bits | (1 << b)), shadows = Shadow.Aggregate(0, (bits, b) => bits | (1 << b));
        for (int value = 0; value < _classes.Length; value++)
        {
            _classes[value] = (value & clouds) != 0 ? PixelClass.Cloud : (value & shadows) != 0 ? PixelClass.Shadow : PixelClass.Clear;
        }
    }

    private void FillValues(bool anyOther)
    {
        const int largestScl = 11;
        Array.Fill(_classes, anyOther ? PixelClass.Clear : Unexpected);
        if (Format == MaskFormat.Scl)
        {
            Array.Fill(_classes, PixelClass.Clear, 0, largestScl + 1);
        }

        _classes[0] = Format == MaskFormat.Scl ? PixelClass.NoData : PixelClass.Clear;
        if (Format == MaskFormat.Classes)
        {
            _classes[PixelClass.NoData] = PixelClass.NoData;
        }

        foreach (int value in Cloud)
        {
            _classes[value] = PixelClass.Cloud;
        }

        foreach (int value in Shadow)
        {
            _classes[value] = PixelClass.Shadow;
        }
    }

    private string Expected() => Format switch
    {
        MaskFormat.Scl => "a class of SCL, 0..11",
        MaskFormat.Qa60 => "bits of QA60, 0..65535",
        _ => $"{PixelClass.Clear} clear, {PixelClass.Cloud} cloud, {PixelClass.Shadow} shadow or {PixelClass.NoData} unknown",
    };

    private static string Words(IReadOnlyList<int> values) => values.Count == 0 ? "none" : string.Join(", ", values);

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Separators();
}
