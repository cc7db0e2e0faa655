using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>What a classifier says of a patch.</summary>
/// <param name="Logits">[K]: their softmax is the share of belief in each class.</param>
public sealed record ScoredPatch(IReadOnlyList<float> Logits)
{
    /// <summary>[C,h,w], the last feature maps before the mean over the image; null where the classifier gives none.</summary>
    public Raster<float>? Features { get; init; }

    /// <summary>[K,C], row after row: the weights of the one linear layer behind the mean of the feature maps, by which Grad-CAM needs no backward pass; null where the network does not end so.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>Index of the largest logit; the first of equals.</summary>
    public int Predicted
    {
        get
        {
            int best = 0;
            for (int k = 1; k < Logits.Count; k++)
            {
                best = Logits[k] > Logits[best] ? k : best;
            }

            return best;
        }
    }
}
