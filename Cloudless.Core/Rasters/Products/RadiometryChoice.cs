namespace Cloudless.Rasters.Products;

/// <summary>How the radiometry of a scene is found.</summary>
public enum RadiometryChoice
{
    /// <summary>By the product's metadata; in files without, by their declared scale and offset, else by what the numbers look like. What was taken is told.</summary>
    Auto,

    /// <summary>Stored DN are signed DN.</summary>
    Dn,

    /// <summary>Stored DN carry +1000.</summary>
    Harmonized,

    /// <summary>Reflectance: as it is in floating-point files, times 10000 in files of integers.</summary>
    Reflectance,
}
