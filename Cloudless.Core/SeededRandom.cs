namespace Cloudless;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018) seeded by splitmix64. Bits, uniform numbers and integers are the same for the same seed on every
/// platform and runtime version, which <see cref="Random"/> does not promise.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class SeededRandom
{
    private readonly ulong[] _state = new ulong[4];

    /// <summary>Starts a sequence.</summary>
    public SeededRandom(ulong seed)
    {
        for (int i = 0; i < 4; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            ulong z = seed;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            _state[i] = z ^ (z >> 31);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong[] s = _state;
        ulong result = ulong.RotateLeft(s[1] * 5, 7) * 9, t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = ulong.RotateLeft(s[3], 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="minimum"/>, <paramref name="maximum"/>).</summary>
    public double NextDouble(double minimum, double maximum) => minimum + ((maximum - minimum) * NextDouble());

    /// <summary>Uniform in 0 .. <paramref name="exclusiveMaximum"/>-1.</summary>
    public int Next(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        return (int)Math.BigMul(NextUInt64(), (ulong)exclusiveMaximum, out _);
    }

    /// <summary>Standard normal (Box-Muller, one of the pair); its last bits follow the platform's logarithm and cosine.</summary>
    public double NextGaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());
}
