namespace Cloudless.Training.Import.PyTorch;

/// <summary>A name of Python that a pickle refers to; it stays a name, nothing is looked up or called.</summary>
internal sealed record PickleName(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A dict or OrderedDict: pairs in the order in which they were put in.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Items { get; } = [];
}

/// <summary>A list.</summary>
internal sealed class PickleList
{
    public List<object?> Items { get; } = [];
}

/// <summary>Values in a file of the archive.</summary>
/// <param name="Type">What a value is, e.g. <c>FloatStorage</c>.</param>
/// <param name="Key">Name of the file.</param>
/// <param name="Count">Number of values.</param>
internal sealed record TorchStorage(string Type, string Key, long Count);

/// <summary>A view of a storage.</summary>
/// <param name="Storage">Where the values are.</param>
/// <param name="Offset">Index of the first one.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Strides">Steps in values from one to the next along each dimension.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides);
