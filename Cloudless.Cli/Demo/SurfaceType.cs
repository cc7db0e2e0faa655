namespace Cloudless.Cli.Demo;

/// <summary>A kind of ground of the synthetic landscape, as data.</summary>
/// <param name="Dn">Top-of-atmosphere DN of the 13 bands under a clear sky, of the size seen in real Sentinel-2 L1C images of Europe in summer.</param>
/// <param name="Vv">Mean backscatter VV in dB.</param>
/// <param name="Vh">Mean backscatter VH in dB.</param>
/// <param name="Roughness">Relative spread of brightness from pixel to pixel.</param>
internal sealed record SurfaceType(float[] Dn, double Vv, double Vh, double Roughness)
{
    //                                              B01   B02   B03   B04   B05   B06   B07   B08   B8A   B09  B10 B11   B12
    public static SurfaceType Water { get; } = new([1230, 960, 790, 500, 470, 390, 380, 330, 290, 130, 12, 130, 90], -19.5, -26.5, 0.015);

    public static SurfaceType Deciduous { get; } = new([1170, 860, 770, 470, 870, 2250, 2750, 2750, 3000, 930, 13, 1380, 620], -9.3, -14.8, 0.09);

    public static SurfaceType Conifer { get; } = new([1140, 810, 650, 420, 640, 1500, 1830, 1830, 2020, 690, 12, 850, 390], -9.8, -15.6, 0.10);

    public static SurfaceType GreenCrop { get; } = new([1200, 930, 930, 570, 1150, 3050, 3750, 3750, 4050, 1200, 14, 1850, 860], -10.6, -16.4, 0.02);

    public static SurfaceType Meadow { get; } = new([1240, 990, 1020, 770, 1330, 2500, 2900, 2950, 3180, 1000, 14, 2200, 1180], -11.8, -18.3, 0.03);

    public static SurfaceType RipeCrop { get; } = new([1370, 1220, 1330, 1480, 1780, 2300, 2520, 2650, 2850, 930, 16, 2950, 2050], -11.2, -18.6, 0.02);

    public static SurfaceType Stubble { get; } = new([1420, 1310, 1440, 1720, 1960, 2220, 2400, 2500, 2680, 900, 17, 3300, 2600], -12.0, -20.2, 0.03);

    public static SurfaceType BareSoil { get; } = new([1390, 1240, 1230, 1400, 1570, 1720, 1860, 1960, 2140, 760, 17, 2650, 2200], -10.9, -20.6, 0.04);

    public static SurfaceType Track { get; } = new([1480, 1420, 1460, 1600, 1720, 1860, 1960, 2040, 2100, 780, 18, 2500, 2100], -12.4, -20.5, 0.04);

    public static SurfaceType Asphalt { get; } = new([1450, 1330, 1240, 1180, 1230, 1350, 1430, 1460, 1500, 620, 16, 1620, 1420], -9.0, -16.5, 0.06);

    public static SurfaceType RedRoof { get; } = new([1500, 1360, 1370, 1680, 1800, 1960, 2060, 2120, 2160, 780, 18, 2350, 2060], -3.6, -10.8, 0.10);

    public static SurfaceType BrightRoof { get; } = new([1880, 2080, 2180, 2290, 2340, 2420, 2500, 2600, 2580, 900, 20, 2500, 2150], -1.8, -9.8, 0.12);

    public static SurfaceType Garden { get; } = new([1270, 1040, 1030, 830, 1220, 2050, 2350, 2380, 2550, 850, 14, 1780, 1040], -8.2, -14.2, 0.07);
}
