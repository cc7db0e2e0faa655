namespace Cloudless.Training.Temporal;

/// <summary>What was measured after a pass of a fit.</summary>
/// <param name="Pass">Number of the pass, from 1.</param>
/// <param name="Loss">Mean of the losses of its iterations.</param>
/// <param name="WithheldError">Root mean square error on the withheld clear pixels, reflectance; not a number where none was withheld.</param>
public sealed record FitCheck(int Pass, double Loss, double WithheldError)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"pass {Pass}: loss {Loss:0.00000}, error on withheld clear pixels {WithheldError:0.0000} reflectance");
}
