namespace Cloudless.Training.Quantization;

/// <summary>What int8 costs and wins, on patches that the calibration did not see.</summary>
/// <param name="Model">The int8 model file.</param>
/// <param name="Protocol">How it was measured.</param>
/// <param name="Calibration">The images that the ranges were observed on.</param>
/// <param name="Patches">Ids of the held-out patches.</param>
/// <param name="Rows">One row per engine; the first is the float32 reference that the others are compared with.</param>
public sealed record QuantizationReport(
    string Model, string Protocol, string Calibration, IReadOnlyList<string> Patches, IReadOnlyList<QuantizationRow> Rows);

/// <summary>One engine on the held-out patches; means over patches, medians over runs.</summary>
/// <param name="Engine">Engine, version, threads, precision.</param>
/// <param name="PsnrToFloat32">PSNR against the first row's output, dB; null in the first row.</param>
/// <param name="Psnr">PSNR against the cloud-free target, dB.</param>
/// <param name="PsnrLoss">How much less that is than in the first row, dB.</param>
/// <param name="Mae">MAE against the cloud-free target, reflectance.</param>
/// <param name="MaeLoss">How much more that is than in the first row.</param>
/// <param name="Milliseconds">Median time of a patch.</param>
/// <param name="Speed">Median over runs in turn of the first row's time divided by this one's.</param>
public sealed record QuantizationRow(
    string Engine, double? PsnrToFloat32, double Psnr, double PsnrLoss, double Mae, double MaeLoss, double Milliseconds, double Speed);
