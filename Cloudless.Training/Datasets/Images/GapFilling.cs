using Cloudless.Networks;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Applies a <see cref="NanRule"/>. A sample that is infinite is treated as one that is not a number.</summary>
internal static class GapFilling
{
    /// <summary>Fills a 13-band image, [13,H,W], DN.</summary>
    /// <exception cref="CloudlessException">It holds no finite value, or one that is not finite where the rule refuses it.</exception>
    public static void Optical(Span<float> image, NanRule rule, string path)
    {
        float? value = Value(image, rule, path);
        if (value is { } fill)
        {
            Replace(image, fill);
        }
    }

    /// <summary>Fills a SAR image, [2,H,W], dB, by any rule but <see cref="NanRule.Fill"/>, which is that of fusion.</summary>
    /// <exception cref="CloudlessException">It holds no finite value, or one that is not finite where the rule refuses it.</exception>
    public static void Sar(Span<float> image, NanRule rule, string path)
    {
        if (Value(image, rule, path) is not { } fill)
        {
            return;
        }

        int plane = image.Length / DSen2Cr.SarMinimum.Count;
        for (int c = 0; c < DSen2Cr.SarMinimum.Count; c++)
        {
            Replace(image.Slice(c * plane, plane), rule == NanRule.Lowest ? DSen2Cr.SarMinimum[c] : fill);
        }
    }

    /// <summary>What takes the place of samples without a number; null where there are none.</summary>
    private static float? Value(ReadOnlySpan<float> image, NanRule rule, string path)
    {
        double sum = 0;
        int finite = 0;
        foreach (float value in image)
        {
            if (float.IsFinite(value))
            {
                sum += value;
                finite++;
            }
        }

        if (finite == image.Length)
        {
            return null;
        }

        if (finite == 0)
        {
            throw new CloudlessException($"{path}: no finite value in the whole image. Remove the sample.");
        }

        return rule switch
        {
            NanRule.Mean => (float)(sum / finite),
            NanRule.Refuse => throw new CloudlessException(
                $"{path}: {image.Length - finite} of {image.Length} samples are NaN or infinite, and the NaN rule is to refuse them. Choose another rule or remove the sample."),
            _ => 0f,
        };
    }

    private static void Replace(Span<float> image, float fill)
    {
        foreach (ref float value in image)
        {
            value = float.IsFinite(value) ? value : fill;
        }
    }
}
