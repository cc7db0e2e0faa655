namespace Cloudless.Training.Datasets.Layouts;

/// <summary>A row of a file list.</summary>
/// <param name="Split">Part of the split.</param>
/// <param name="SarFolder">Folder of the SAR image, below the data folder.</param>
/// <param name="ClearFolder">Folder of the cloud-free image.</param>
/// <param name="CloudyFolder">Folder of the cloudy image.</param>
/// <param name="Name">Name of the file in all three.</param>
internal sealed record FileListRow(DatasetSplit Split, string SarFolder, string ClearFolder, string CloudyFolder, string Name);
