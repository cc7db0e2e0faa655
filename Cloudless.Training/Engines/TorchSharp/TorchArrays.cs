using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Arrays of float32 to tensors on a device and back.</summary>
internal static class TorchArrays
{
    /// <summary>A copy of an array on a device.</summary>
    public static Tensor ToTensor(ReadOnlySpan<float> values, Device device, params long[] shape)
    {
        Tensor host = torch.empty(shape, ScalarType.Float32);
        MemoryMarshal.AsBytes(values).CopyTo(host.bytes);
        if (device.type == DeviceType.CPU)
        {
            return host;
        }

        using (host)
        {
            return host.to(device);
        }
    }

    /// <summary>Copies a tensor of float32 into an array of its size.</summary>
    public static void CopyTo(Tensor tensor, Span<float> values)
    {
        using Tensor detached = tensor.detach(), host = detached.cpu(), packed = host.contiguous();
        MemoryMarshal.Cast<byte, float>(packed.bytes).CopyTo(values);
    }

    /// <summary>The values of a tensor of float32.</summary>
    public static float[] ToArray(Tensor tensor)
    {
        float[] values = new float[tensor.numel()];
        CopyTo(tensor, values);
        return values;
    }
}
