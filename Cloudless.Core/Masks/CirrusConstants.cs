namespace Cloudless.Masks;

/// <summary>
/// Limits a and b of the aerosol-and-cirrus test R(B01 + B10; a, b) in the cloud score, in reflectance: the one place where the published
/// detectors differ, and by much (one thick-cumulus patch: 36,727 cloud pixels with the first, 1,649 with the second).
/// </summary>
public enum CirrusConstants
{
    /// <summary>0.15 and 0.20: dsen2-cr (Meraner et al. 2020) and GLF-CR.</summary>
    DSen2Cr,

    /// <summary>0.4 and 0.9: UnCRtainTS (Ebel et al. 2023), SEN12MS-CR-TS and EMRDM.</summary>
    UnCRtainTs,
}
