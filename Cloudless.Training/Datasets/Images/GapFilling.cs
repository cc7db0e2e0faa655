using Cloudless.Networks;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Applies a <see cref="NanRule"/>. A sample that is infinite is treated as one that is not a number.</summary>
internal static class GapFilling
{
    /// <summary>Fills a 13-band image, [13,H,W], DN.</summary>
    /// <returns>Number of samples filled.</returns>
    /// <exception cref="CloudlessException">It holds no finite value, or one that is not finite where the rule refuses it.</exception>
    public static int Optical(Span<float> image, NanRule rule, string path)
    {
        (int gaps, float fill) = Measure(image, rule, path);
        if (gaps > 0)
        {
            Replace(image, fill);
        }

        return gaps;
    }

    /// <summary>Fills a SAR image, [2,H,W], dB, by any rule but <see cref="NanRule.Fill"/>, which is that of fusion.</summary>
    /// <inheritdoc cref="Optical"/>
    public static void Sar(Span<float> image, NanRule rule, string path)
    {
        (int gaps, float fill) = Measure(image, rule, path);
        int plane = image.Length / DSen2Cr.SarMinimum.Count;
        for (int c = 0; gaps > 0 && c < DSen2Cr.SarMinimum.Count; c++)
        {
            Replace(image.Slice(c * plane, plane), rule == NanRule.Lowest ? DSen2Cr.SarMinimum[c] : fill);
        }
    }

    /// <summary>Number of samples that are not finite.</summary>
    public static int Count(ReadOnlySpan<float> image)
    {
        int gaps = 0;
        foreach (float value in image)
        {
            gaps += float.IsFinite(value) ? 0 : 1;
        }

        return gaps;
    }

    /// <summary>How many samples have no number, and what takes their place.</summary>
    private static (int Gaps, float Fill) Measure(ReadOnlySpan<float> image, NanRule rule, string path)
    {
        int gaps = Count(image);
        if (gaps == 0)
        {
            return (0, 0);
        }

        if (gaps == image.Length)
        {
            throw new CloudlessException($"{path}: no finite value in the whole image. Remove the sample.");
        }

        return rule switch
        {
            NanRule.Mean => (gaps, Mean(image, image.Length - gaps)),
            NanRule.Refuse => throw new CloudlessException(
                $"{path}: {gaps} of {image.Length} samples are NaN or infinite, and the NaN rule is to refuse them. Choose another rule or remove the sample."),
            _ => (gaps, 0),
        };
    }

    private static float Mean(ReadOnlySpan<float> image, int finite)
    {
        double sum = 0;
        foreach (float value in image)
        {
            sum += float.IsFinite(value) ? value : 0;
        }

        return (float)(sum / finite);
    }

    private static void Replace(Span<float> image, float fill)
    {
        foreach (ref float value in image)
        {
            value = float.IsFinite(value) ? value : fill;
        }
    }
}
