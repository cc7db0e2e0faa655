using System.Globalization;
using Cloudless.Imagery;

namespace Cloudless.Benchmarks.SafeTrees;

/// <summary>Metadata with the elements of real products, as far as readers look at them.</summary>
internal static class SafeMetadata
{
    /// <summary>MTD_MSIL1C.xml or MTD_MSIL2A.xml.</summary>
    public static string OfProduct(SafeTree tree)
    {
        bool first = tree.Level == "L1C";
        string schema = $"https://psd-14.sentinel2.eo.esa.int/PSD/User_Product_Level-{tree.Level[1..]}.xsd";
        return $"""
            <?xml version="1.0" encoding="UTF-8" standalone="no"?>
            <n1:Level-{tree.Level[1..]}_User_Product xmlns:n1="{schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{schema}">
              <n1:General_Info>
                <Product_Info>
                  <PRODUCT_START_TIME>{Iso(tree.Time)}</PRODUCT_START_TIME>
                  <PRODUCT_STOP_TIME>{Iso(tree.Time)}</PRODUCT_STOP_TIME>
                  <PRODUCT_URI>{tree.ProductName}</PRODUCT_URI>
                  <PROCESSING_LEVEL>Level-{tree.Level[1..]}</PROCESSING_LEVEL>
                  <PRODUCT_TYPE>S2MSI{tree.Level[1..]}</PRODUCT_TYPE>
                  <PROCESSING_BASELINE>{tree.Baseline}</PROCESSING_BASELINE>
                  <GENERATION_TIME>2023-01-01T00:00:00.000000Z</GENERATION_TIME>
                  <Datatake datatakeIdentifier="GS2A_{tree.Time}_000634_N{tree.Baseline}">
                    <SPACECRAFT_NAME>Sentinel-2A</SPACECRAFT_NAME>
                    <DATATAKE_TYPE>INS-NOBS</DATATAKE_TYPE>
                    <DATATAKE_SENSING_START>{Iso(tree.Time)}</DATATAKE_SENSING_START>
                    <SENSING_ORBIT_NUMBER>51</SENSING_ORBIT_NUMBER>
                    <SENSING_ORBIT_DIRECTION>DESCENDING</SENSING_ORBIT_DIRECTION>
                  </Datatake>
                </Product_Info>
                <Product_Image_Characteristics>
                  <Special_Values>
                    <SPECIAL_VALUE_TEXT>NODATA</SPECIAL_VALUE_TEXT>
                    <SPECIAL_VALUE_INDEX>0</SPECIAL_VALUE_INDEX>
                  </Special_Values>
                  <Special_Values>
                    <SPECIAL_VALUE_TEXT>SATURATED</SPECIAL_VALUE_TEXT>
                    <SPECIAL_VALUE_INDEX>65535</SPECIAL_VALUE_INDEX>
                  </Special_Values>
                  {(first ? Quantification("QUANTIFICATION_VALUE", tree) : $"<QUANTIFICATION_VALUES_LIST>{Quantification("BOA_QUANTIFICATION_VALUE", tree)}<AOT_QUANTIFICATION_VALUE unit=\"none\">1000.0</AOT_QUANTIFICATION_VALUE></QUANTIFICATION_VALUES_LIST>")}
                  {Offsets(first ? "Radiometric_Offset_List" : "BOA_ADD_OFFSET_VALUES_LIST", first ? "RADIO_ADD_OFFSET" : "BOA_ADD_OFFSET", tree)}
                  <Reflectance_Conversion><U>0.969</U></Reflectance_Conversion>
                </Product_Image_Characteristics>
              </n1:General_Info>
              <n1:Quality_Indicators_Info>
                <Cloud_Coverage_Assessment>12.5</Cloud_Coverage_Assessment>
              </n1:Quality_Indicators_Info>
            </n1:Level-{tree.Level[1..]}_User_Product>
            """;
    }

    /// <summary>MTD_TL.xml.</summary>
    public static string OfTile(SafeTree tree)
    {
        string level = tree.Level[1..], schema = $"https://psd-14.sentinel2.eo.esa.int/PSD/S2_PDI_Level-{level}_Tile_Metadata.xsd";
        return $"""
            <?xml version="1.0" encoding="UTF-8" standalone="no"?>
            <n1:Level-{level}_Tile_ID xmlns:n1="{schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{schema}">
              <n1:General_Info>
                <TILE_ID metadataLevel="Brief">S2A_OPER_MSI_{tree.Level}_TL_SGS__20150726T162301_A000634_{tree.Tile}_N{tree.Baseline}</TILE_ID>
                <SENSING_TIME metadataLevel="Standard">{Iso(tree.Time)}</SENSING_TIME>
              </n1:General_Info>
              <n1:Geometric_Info>
                <Tile_Geocoding metadataLevel="Brief">
                  <HORIZONTAL_CS_CODE>EPSG:{tree.Epsg}</HORIZONTAL_CS_CODE>
                </Tile_Geocoding>
                <Tile_Angles metadataLevel="Standard">
                  <Mean_Sun_Angle>
                    <ZENITH_ANGLE unit="deg">25.5</ZENITH_ANGLE>
                    <AZIMUTH_ANGLE unit="deg">147.25</AZIMUTH_ANGLE>
                  </Mean_Sun_Angle>
                  <Mean_Viewing_Incidence_Angle_List>
                    <Mean_Viewing_Incidence_Angle bandId="0">
                      <ZENITH_ANGLE unit="deg">3.1</ZENITH_ANGLE>
                      <AZIMUTH_ANGLE unit="deg">104.5</AZIMUTH_ANGLE>
                    </Mean_Viewing_Incidence_Angle>
                  </Mean_Viewing_Incidence_Angle_List>
                </Tile_Angles>
              </n1:Geometric_Info>
            </n1:Level-{level}_Tile_ID>
            """;
    }

    private static string Quantification(string name, SafeTree tree) =>
        tree.Quantification is { } value ? string.Create(CultureInfo.InvariantCulture, $"<{name} unit=\"none\">{value}</{name}>") : "";

    private static string Offsets(string list, string name, SafeTree tree) => tree.Offsets is null
        ? ""
        : $"<{list}>{string.Concat(tree.Offsets.Select((offset, band) => string.Create(CultureInfo.InvariantCulture, $"<{name} band_id=\"{band}\">{offset}</{name}>")))}</{list}>";

    // 20150726T105036 to 2015-07-26T10:50:36.000Z.
    private static string Iso(string time) => $"{time[..4]}-{time[4..6]}-{time[6..8]}T{time[9..11]}:{time[11..13]}:{time[13..15]}.000Z";
}
