using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cloudless.Training.Engines.Cpu;

/// <summary>The update of <see cref="NAdamOptimizer"/>. Every value is rounded alike, in vectors and in what is left of them.</summary>
internal static class NAdamRule
{
    /// <summary>Updates moments and weights of the same length as the gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(in NAdamCoefficients step, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, Span<float> weights)
    {
        (float clip, float onGradient, float onMoment, float onSecond) = (step.Clip, step.OnGradient, step.OnMoment, step.OnSecond);
        (float keep1, float take1, float keep2, float take2, float epsilon) = (step.Keep1, step.Take1, step.Keep2, step.Take2, step.Epsilon);
        Span<Vector256<float>> m = MemoryMarshal.Cast<float, Vector256<float>>(first), v = MemoryMarshal.Cast<float, Vector256<float>>(second);
        Span<Vector256<float>> w = MemoryMarshal.Cast<float, Vector256<float>>(weights);
        ReadOnlySpan<Vector256<float>> gradient = MemoryMarshal.Cast<float, Vector256<float>>(gradients);
        Vector256<float> epsilons = Vector256.Create(epsilon);
        for (int i = 0; i < gradient.Length; i++)
        {
            Vector256<float> g = gradient[i] * clip;
            m[i] = (m[i] * keep1) + (g * take1);
            v[i] = (v[i] * keep2) + (g * take2 * g);
            w[i] -= ((g * onGradient) + (m[i] * onMoment)) / (Vector256.Sqrt(v[i] * onSecond) + epsilons);
        }

        for (int i = gradient.Length * 8; i < gradients.Length; i++)
        {
            float g = gradients[i] * clip;
            first[i] = (keep1 * first[i]) + (take1 * g);
            second[i] = (keep2 * second[i]) + (take2 * g * g);
            weights[i] -= ((onGradient * g) + (onMoment * first[i])) / (MathF.Sqrt(second[i] * onSecond) + epsilon);
        }
    }
}
