#region readme
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;

internal static class Example
{
    public static void FromFileToFile(string s2, string s1, string cloudFree, string picture)
    {
        RemovalReceipt receipt = RemovalJob.Run(new RemovalRequest
        {
            OpticalPath = s2,
            SarPath = s1,
            OutputPath = cloudFree,
            QuicklookPath = picture,
        });
        Console.WriteLine($"{receipt.Statistics.ChangedPercent:0.0} % of the pixels repainted by {receipt.Engine.Name}");
    }

    public static Raster<float> InMemory(string s2, string s1)
    {
        using RasterReader optical = RasterReader.Open(s2), sar = RasterReader.Open(s1);
        Raster<float> dn = optical.Read<float>();       // [13,H,W], reflectance * 10000
        Raster<float> decibel = sar.Read<float>();      // [2,H,W], VV and VH on the same grid

        Raster<byte> classes = CloudShadowMask.Compute(dn);
        Console.WriteLine($"{classes.Data.Count(c => c == PixelClass.Cloud)} pixels of cloud");

        using var remover = new CloudRemover(CloudRemovalModel.LoadDefault());
        return remover.Remove(dn, decibel).Image;
    }
}
#endregion
