namespace Cloudless.MLNet.Binding;

/// <summary>An image column that a transformer takes.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Channels">How many channels its images may have; where nothing else tells, earlier ones are tried first.</param>
internal sealed record ImageInput(string Name, params int[] Channels)
{
    /// <summary>The type expected, in ML.NET's words.</summary>
    public string ExpectedType => string.Join(" or ", Channels.Select(c => c == 1 ? "Vector<Single, H, W>" : $"Vector<Single, {c}, H, W>"));
}
