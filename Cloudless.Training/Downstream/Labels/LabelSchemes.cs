namespace Cloudless.Training.Downstream.Labels;

/// <summary>The schemes of land-cover maps that are known: the four of SEN12MS (MODIS MCD12Q1 version 6), IGBP simplified, and that of tiles with <c>_LULC.tif</c>.</summary>
public static class LabelSchemes
{
    private static readonly string[] IgbpNames =
    [
        "Evergreen needleleaf forests", "Evergreen broadleaf forests", "Deciduous needleleaf forests", "Deciduous broadleaf forests", "Mixed forests", "Closed shrublands", "Open shrublands",
        "Woody savannas", "Savannas", "Grasslands", "Permanent wetlands", "Croplands", "Urban and built-up", "Cropland/natural vegetation mosaics", "Permanent snow and ice", "Barren", "Water bodies",
    ];

    /// <summary>IGBP's 17 classes: band 1 of SEN12MS' land cover.</summary>
    public static LabelScheme Igbp { get; } = new("igbp", "IGBP", 0, [.. IgbpNames.Select((name, i) => (name, new[] { i + 1 }))]);

    /// <summary>IGBP simplified to 10 classes, as Schmitt and Wu 2021 and the study of cloud removal downstream take it: the shares of the classes that become one are summed.</summary>
    public static LabelScheme IgbpSimplified { get; } = new("igbp-simplified", "IGBP simplified", 0,
    [
        ("Forest", [1, 2, 3, 4, 5]), ("Shrubland", [6, 7]), ("Savanna", [8, 9]), ("Grassland", [10]), ("Wetlands", [11]), ("Croplands", [12, 14]), ("Urban", [13]), ("Snow and ice", [15]),
        ("Barren", [16]), ("Water", [17]),
    ]);

    /// <summary>LCCS land cover: band 2 of SEN12MS' land cover.</summary>
    public static LabelScheme LccsLandCover { get; } = new("lccs-land-cover", "LCCS land cover", 1,
    [
        ("Barren", [1]), ("Permanent snow and ice", [2]), ("Water bodies", [3]), ("Evergreen needleleaf forests", [11]), ("Evergreen broadleaf forests", [12]), ("Deciduous needleleaf forests", [13]),
        ("Deciduous broadleaf forests", [14]), ("Mixed broadleaf/needleleaf forests", [15]), ("Mixed broadleaf evergreen/deciduous forests", [16]), ("Open forests", [21]), ("Sparse forests", [22]),
        ("Dense herbaceous", [31]), ("Sparse herbaceous", [32]), ("Dense shrublands", [41]), ("Shrubland/grassland mosaics", [42]), ("Sparse shrublands", [43]),
    ]);

    /// <summary>LCCS land use: band 3 of SEN12MS' land cover.</summary>
    public static LabelScheme LccsLandUse { get; } = new("lccs-land-use", "LCCS land use", 2,
    [
        ("Barren", [1]), ("Permanent snow and ice", [2]), ("Water bodies", [3]), ("Urban and built-up", [9]), ("Dense forests", [10]), ("Open forests", [20]), ("Forest/cropland mosaics", [25]),
        ("Natural herbaceous", [30]), ("Natural herbaceous/croplands mosaics", [35]), ("Herbaceous croplands", [36]), ("Shrublands", [40]),
    ]);

    /// <summary>LCCS surface hydrology: band 4 of SEN12MS' land cover.</summary>
    public static LabelScheme LccsHydrology { get; } = new("lccs-hydrology", "LCCS surface hydrology", 3,
    [
        ("Barren", [1]), ("Permanent snow and ice", [2]), ("Water bodies", [3]), ("Dense forests", [10]), ("Open forests", [20]), ("Woody wetlands", [27]), ("Grasslands", [30]), ("Shrublands", [40]),
        ("Herbaceous wetlands", [50]), ("Tundra", [51]),
    ]);

    /// <summary>The classes of tiles with <c>_LULC.tif</c>; its 8, clouds, is no land cover.</summary>
    public static LabelScheme Lulc { get; } = new("lulc", "LULC", 0,
    [
        ("Water", [1]), ("Trees", [2]), ("Flooded vegetation", [3]), ("Crops", [4]), ("Built area", [5]), ("Bare ground", [6]), ("Snow and ice", [7]), ("Rangeland", [9]),
    ],
    8);

    /// <summary>All schemes.</summary>
    public static IReadOnlyList<LabelScheme> All { get; } = [Igbp, IgbpSimplified, LccsLandCover, LccsLandUse, LccsHydrology, Lulc];

    /// <summary>Names of all schemes, for messages.</summary>
    internal static string Names => string.Join(", ", All.Select(s => s.Name));

    /// <summary>The scheme of a name or title.</summary>
    /// <exception cref="CloudlessException">There is none of this name.</exception>
    public static LabelScheme Parse(string name) =>
        All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(s.Title, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new CloudlessException($"There is no label scheme '{name}'; take one of {Names}.");
}
