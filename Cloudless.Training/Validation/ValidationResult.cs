namespace Cloudless.Training.Validation;

/// <summary>How the network did on the validation patches.</summary>
/// <param name="Step">Updates done by then.</param>
/// <param name="Loss">Mean of the patches' loss, network units.</param>
/// <param name="Psnr">Mean of the patches' PSNR, dB: the bare network, without composite, against the target, both clipped to 0..10000 DN.</param>
public sealed record ValidationResult(long Step, double Loss, double Psnr)
{
    /// <summary>Whether this is better than another; equal is not.</summary>
    public bool IsBetterThan(ValidationResult other, BestBy by)
    {
        ArgumentNullException.ThrowIfNull(other);
        return by == BestBy.Psnr ? Psnr > other.Psnr : Loss < other.Loss;
    }
}
