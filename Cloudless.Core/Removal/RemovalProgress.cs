namespace Cloudless.Removal;

/// <summary>Where a removal stands.</summary>
/// <param name="Stage">What is being done, for people: <c>reading</c>, <c>masking</c>, <c>removing clouds</c>, <c>writing</c>.</param>
/// <param name="Done">Steps of this stage that are done; tiles while clouds are removed.</param>
/// <param name="Total">Steps of this stage in all, at least 1.</param>
public readonly record struct RemovalProgress(string Stage, int Done, int Total);
