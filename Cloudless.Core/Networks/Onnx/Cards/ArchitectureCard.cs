namespace Cloudless.Networks.Onnx;

/// <summary>Family and size of a network.</summary>
/// <param name="Name">Family; <c>dsen2cr</c>, <c>pix2pix</c> and <c>uncrtaints</c>, for series <c>seq2point</c> and <c>seq2seq</c>, and <c>vgg16</c> to see with are those this version builds.</param>
/// <param name="Features">F, feature channels.</param>
/// <param name="Blocks">B, residual blocks.</param>
/// <param name="Sar">Whether VV and VH follow the optical channels.</param>
/// <param name="ResidualScale">Factor on a block's residual.</param>
public sealed record ArchitectureCard(string Name, int Features, int Blocks, bool Sar, float ResidualScale)
{
    /// <summary>Name of <see cref="Networks.DSen2Cr"/>.</summary>
    public const string DSen2Cr = "dsen2cr";

    /// <summary>Name of <see cref="Networks.SequenceToPoint"/>; features and blocks are its branches'.</summary>
    public const string SequenceToPoint = "seq2point";

    /// <summary>Name of <see cref="Networks.SequenceToSequence"/>; features and blocks are its width and its levels.</summary>
    public const string SequenceToSequence = "seq2seq";

    /// <summary>Name of <see cref="Networks.Vgg16"/>; features are its width.</summary>
    public const string Vgg16 = "vgg16";

    /// <summary>Name of <see cref="Networks.Pix2Pix"/>; features and blocks are its width and its levels.</summary>
    public const string Pix2Pix = "pix2pix";

    /// <summary>Name of <see cref="Networks.UnCRtainTS"/>; blocks are its decoder's.</summary>
    public const string UnCRtainTS = "uncrtaints";
}
