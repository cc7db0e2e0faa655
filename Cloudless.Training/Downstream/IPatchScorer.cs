using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>Tells what land cover patches show: what the study asks of a classifier, whatever it is made of.</summary>
/// <remarks>Safe to call from several threads at once; dispose when no call is under way.</remarks>
public interface IPatchScorer : IDisposable
{
    /// <summary>Name in tables.</summary>
    string Name { get; }

    /// <summary>SHA-256 of what it was made of, 64 lowercase hexadecimal digits; null where there is no file.</summary>
    string? Sha256 { get; }

    /// <summary>Names of the classes, in the order of the logits.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>Bands that it looks at.</summary>
    IReadOnlyList<Sentinel2Band> Bands { get; }

    /// <summary>Side in pixels of what it looks at, cut from the center of larger patches; null where it takes patches whole.</summary>
    int? Side { get; }

    /// <summary>Tells patches apart.</summary>
    /// <param name="patches">[13,H,W] each, planar, DN with the offset taken out, at least <see cref="Side"/> pixels high and wide; not changed.</param>
    /// <returns>What it says of each, in their order.</returns>
    /// <exception cref="CloudlessException">A patch does not fit, or the classifier fails.</exception>
    IReadOnlyList<ScoredPatch> Score(IReadOnlyList<Raster<float>> patches);
}
