namespace Cloudless.Training.Datasets;

/// <summary>How files and folders of a dataset are named.</summary>
public enum DatasetLayout
{
    /// <summary>Told by the folders that are there.</summary>
    Auto,

    /// <summary>SEN12MS-CR as published: <c>ROIs1158_spring_s2_cloudy/s2_cloudy_31/ROIs1158_spring_s2_cloudy_31_p684.tif</c>, and so on.</summary>
    Sen12MsCr,

    /// <summary>SEN12MS-CR as dsen2-cr lays it out: <c>s1</c>, <c>s2_cloudFree</c> and <c>s2_cloudy</c> with files of the same names.</summary>
    Flat,

    /// <summary>Pairs <c>&lt;id&gt;_s2_cloudy.tif</c> and <c>&lt;id&gt;_s2_clear.tif</c> with or without <c>&lt;id&gt;_s1.tif</c>, of patches or of whole scenes; dates of one place; clear tiles.</summary>
    Folder,
}
