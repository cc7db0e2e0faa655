namespace Cloudless.Inference;

/// <summary>How an image has to be cut so that its tiles come out with the bits of the whole image.</summary>
/// <param name="Alignment">Rows and columns at which cores begin, and inputs with them, are multiples of this.</param>
/// <param name="Halo">Pixels around a core that go into its input, cut at the image's edges; a multiple of the alignment.</param>
public readonly record struct TileReach(int Alignment, int Halo);
