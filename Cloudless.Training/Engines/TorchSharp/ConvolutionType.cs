using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Which type convolutions are computed in on a device.</summary>
internal static class ConvolutionType
{
    /// <summary>The type that a precision means on a device; float32 comes without TF32, which would round its products to 11 bits unasked.</summary>
    /// <exception cref="CloudlessException">The device cannot compute in the type asked for.</exception>
    public static ScalarType Choose(Device device, TrainingPrecision precision)
    {
        bool cuda = device.type == DeviceType.CUDA;
        if (precision == TrainingPrecision.Float32 || (precision == TrainingPrecision.Auto && !cuda))
        {
            if (cuda)
            {
                backends.cudnn.allow_tf32 = false;
            }

            return ScalarType.Float32;
        }

        ScalarType[] wanted = precision switch
        {
            TrainingPrecision.Bfloat16 => [ScalarType.BFloat16],
            TrainingPrecision.Float16 => [ScalarType.Float16],
            _ => [ScalarType.BFloat16, ScalarType.Float16],
        };
        string reason = "";
        foreach (ScalarType type in wanted)
        {
            if (Works(device, type, ref reason))
            {
                return type;
            }
        }

        throw new CloudlessException(
            $"{(cuda ? "This GPU" : "libtorch on this CPU")} does not compute convolutions in {string.Join(" or ", wanted.Select(NameOf))}: {reason} Take --precision float32.");
    }

    /// <summary>The name of a type for people.</summary>
    public static string NameOf(ScalarType type) => type switch
    {
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Float16 => "float16",
        _ => "float32",
    };

    // There is no list of what a device can do, so it is tried, forward and back.
    private static bool Works(Device device, ScalarType type, ref string reason)
    {
        try
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = zeros([1, 16, 8, 8], type, device), weight = zeros([16, 16, 3, 3], type, device).requires_grad_(true), bias = zeros([16], type, device);
            Tensor y = nn.functional.conv2d(x, weight, bias, [1, 1], [1, 1], [1, 1], 1).to_type(ScalarType.Float32).sum();
            return float.IsFinite(autograd.grad([y], [weight])[0].to_type(ScalarType.Float32).sum().ToSingle());
        }
        catch (ExternalException e)
        {
            reason = e.Message.Split('\n')[0].Trim();
            return false;
        }
    }
}
