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

    /// <summary>Writes values into a tensor of float32 of their size.</summary>
    public static void Replace(Tensor tensor, ReadOnlySpan<float> values)
    {
        using IDisposable constant = no_grad();
        using Tensor source = ToTensor(values, tensor.device, tensor.shape);
        tensor.copy_(source);
    }

    /// <summary>The values of a tensor of float32.</summary>
    public static float[] ToArray(Tensor tensor)
    {
        float[] values = new float[tensor.numel()];
        CopyTo(tensor, values);
        return values;
    }

    /// <summary>Euclidean norm of tensors together, summed in float64; what it makes on the way belongs to the current scope.</summary>
    public static double Norm(IEnumerable<Tensor> tensors) =>
        Math.Sqrt(tensors.Select(t => t.to_type(ScalarType.Float64).Squared().sum()).Aggregate((a, b) => a.Plus(b)).ToDouble());
}
