using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Arithmetic of tensors with numbers, and what TorchSharp does with numbers of its own.</summary>
/// <remarks>
/// TorchSharp hands a number over as an object that nothing holds during the native call, so the collector may free it while libtorch still reads it; <c>add</c> of two tensors and <c>square</c> make such a number
/// too. Those made here are held until libtorch is done. All results belong to the current scope.
/// </remarks>
internal static class TorchNumbers
{
    private static readonly Scalar One = 1d;

    /// <summary>The sum of two tensors.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>Each value and a number.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar held = number;
        return x.add(held, One);
    }

    /// <summary>Each value times a number.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        using Scalar held = factor;
        return x.mul(held);
    }

    /// <summary>Each value times itself.</summary>
    public static Tensor Squared(this Tensor x) => x.mul(x);

    /// <summary>Each value, clipped.</summary>
    public static Tensor Clipped(this Tensor x, double least, double most)
    {
        using Scalar low = least, high = most;
        return x.clamp(low, high);
    }

    /// <summary>Each value, a number where it is below that.</summary>
    public static Tensor AtLeast(this Tensor x, double least)
    {
        using Scalar low = least;
        return x.clamp_min(low);
    }

    /// <summary>Each value, times a slope where it is below 0.</summary>
    public static Tensor Leaky(this Tensor x, double slope)
    {
        using Scalar held = slope;
        return x.leaky_relu(held);
    }
}
