namespace Cloudless.Samples.LandCover.Scenes;

/// <summary>A land cover of the generated scenes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dn">Top-of-atmosphere DN of the 13 bands, of the size seen in real Sentinel-2 images; made up, not measured.</param>
/// <param name="Vv">Mean backscatter VV, dB.</param>
/// <param name="Vh">Mean backscatter VH, dB.</param>
/// <param name="Spread">Relative spread of brightness from field to field.</param>
internal sealed record Cover(string Name, float[] Dn, double Vv, double Vh, double Spread)
{
    /// <summary>All of them; their place plus one is their label.</summary>
    public static IReadOnlyList<Cover> All { get; } =
    [
        //                 B01   B02   B03   B04   B05   B06   B07   B08   B8A   B09  B10 B11   B12
        new("water",      [1220, 950, 800, 510, 480, 400, 390, 340, 300, 140, 12, 140, 95], -19, -26, 0.05),
        new("forest",     [1150, 840, 720, 450, 780, 1900, 2300, 2320, 2520, 820, 13, 1150, 520], -9.5, -15.2, 0.10),
        new("crops",      [1210, 950, 960, 640, 1200, 2800, 3400, 3400, 3650, 1100, 14, 1950, 950], -11, -17, 0.15),
        new("rangeland",  [1330, 1150, 1200, 1220, 1560, 2120, 2360, 2420, 2600, 880, 15, 2700, 1800], -12, -19, 0.12),
        new("built",      [1520, 1420, 1420, 1500, 1580, 1750, 1850, 1920, 1960, 740, 17, 2050, 1800], -5, -12, 0.15),
    ];
}
