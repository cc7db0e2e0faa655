using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>The update of <see cref="NAdamOptimizer"/> with the numbers of one step. Every value is rounded alike, in vectors and in what is left of them.</summary>
internal readonly struct NAdamRule
{
    /// <summary>Factor on the gradient.</summary>
    public float Clip { get; init; }

    /// <summary>Learning rate of the gradient, its correction included.</summary>
    public float OnGradient { get; init; }

    /// <summary>Learning rate of the first moment, its correction included.</summary>
    public float OnMoment { get; init; }

    /// <summary>Correction of the second moment.</summary>
    public float OnSecond { get; init; }

    /// <summary>What the first moment keeps.</summary>
    public float Keep1 { get; init; }

    /// <summary>What it takes of the gradient.</summary>
    public float Take1 { get; init; }

    /// <summary>What the second moment keeps.</summary>
    public float Keep2 { get; init; }

    /// <summary>What it takes of the gradient's square.</summary>
    public float Take2 { get; init; }

    /// <summary>Added to the root of the second moment.</summary>
    public float Epsilon { get; init; }

    /// <summary>Updates moments and weights of the same length as the gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, Span<float> weights)
    {
        Span<Vector256<float>> m = MemoryMarshal.Cast<float, Vector256<float>>(first), v = MemoryMarshal.Cast<float, Vector256<float>>(second);
        Span<Vector256<float>> w = MemoryMarshal.Cast<float, Vector256<float>>(weights);
        ReadOnlySpan<Vector256<float>> gradient = MemoryMarshal.Cast<float, Vector256<float>>(gradients);
        Vector256<float> epsilon = Vector256.Create(Epsilon);
        for (int i = 0; i < gradient.Length; i++)
        {
            Vector256<float> g = gradient[i] * Clip;
            m[i] = (m[i] * Keep1) + (g * Take1);
            v[i] = (v[i] * Keep2) + (g * Take2 * g);
            w[i] -= ((g * OnGradient) + (m[i] * OnMoment)) / (Vector256.Sqrt(v[i] * OnSecond) + epsilon);
        }

        for (int i = gradient.Length * 8; i < gradients.Length; i++)
        {
            float g = gradients[i] * Clip;
            first[i] = (Keep1 * first[i]) + (Take1 * g);
            second[i] = (Keep2 * second[i]) + (Take2 * g * g);
            weights[i] -= ((OnGradient * g) + (OnMoment * first[i])) / (MathF.Sqrt(second[i] * OnSecond) + Epsilon);
        }
    }
}
