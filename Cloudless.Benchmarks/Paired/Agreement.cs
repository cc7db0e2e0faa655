namespace Cloudless.Benchmarks.Paired;

/// <summary>Whether ours and a rival came to the same result: a speed against another result means nothing.</summary>
/// <param name="Text">The difference found and the one allowed.</param>
/// <param name="Holds">Whether it is within what is allowed.</param>
internal sealed record Agreement(string Text, bool Holds);
