using System.Buffers.Binary;
using System.Text;

namespace Cloudless.Training.Import.PyTorch;

/// <summary>
/// Reads the part of Python's pickle protocol 2 that <c>torch.save</c> writes for a state dict. A pickle is a program; this one knows containers, numbers, texts,
/// <c>OrderedDict</c>, storages and <c>_rebuild_tensor_v2</c>, makes data of them, and refuses everything else by its name. Nothing is executed.
/// </summary>
/// <remarks>Operations and their encoding as in Python's <c>pickletools</c>.</remarks>
internal sealed class PickleReader
{
    private const string Rebuild = "torch._utils._rebuild_tensor_v2", OrderedDict = "collections.OrderedDict";
    private readonly string _source;
    private readonly byte[] _pickle;
    private readonly Stack<List<object?>> _marks = new();
    private readonly Dictionary<int, object?> _memo = [];
    private List<object?> _stack = [];
    private int _at;

    private PickleReader(byte[] pickle, string source) => (_pickle, _source) = (pickle, source);

    /// <summary>Reads a pickle.</summary>
    /// <exception cref="CloudlessException">The pickle is damaged, or asks for something that a state dict has no need of.</exception>
    public static object? Read(byte[] pickle, string source) => new PickleReader(pickle, source).Run();

    private object? Run()
    {
        if (Byte() != 0x80 || Byte() is var protocol && protocol != 2)
        {
            throw Error("it is not of protocol 2; save with torch.save's own default");
        }

        while (true)
        {
            int at = _at;
            byte operation = Byte();
            switch (operation)
            {
                case (byte)'.': return Pop();
                case (byte)'c': Push(Allowed(new PickleName(Line(), Line()))); break;
                case (byte)'}': Push(new PickleDictionary()); break;
                case (byte)']': Push(new PickleList()); break;
                case (byte)')': Push(Array.Empty<object?>()); break;
                case (byte)'(': _marks.Push(_stack); _stack = []; break;
                case (byte)'t': Push(PopMark().ToArray()); break;
                case 0x85: Push(PopTuple(1)); break;
                case 0x86: Push(PopTuple(2)); break;
                case 0x87: Push(PopTuple(3)); break;
                case (byte)'q': _memo[Byte()] = Peek(); break;
                case (byte)'r': _memo[Int32()] = Peek(); break;
                case (byte)'h': Push(Remembered(Byte())); break;
                case (byte)'j': Push(Remembered(Int32())); break;
                case (byte)'X': Push(Text(Int32())); break;
                case (byte)'K': Push((long)Byte()); break;
                case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
                case (byte)'J': Push((long)Int32()); break;
                case 0x8A: Push(Long(Byte())); break;
                case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
                case 0x88: Push(true); break;
                case 0x89: Push(false); break;
                case (byte)'N': Push(null); break;
                case (byte)'Q': Push(Storage(Pop())); break;
                case (byte)'R': Push(Call(Pop(), Pop())); break;
                case (byte)'b': Build(Pop()); break;
                case (byte)'s': SetItems([.. PopTuple(2)]); break;
                case (byte)'u': SetItems(PopMark()); break;
                case (byte)'a': Append([Pop()]); break;
                case (byte)'e': Append(PopMark()); break;
                default: throw Error($"it has the operation 0x{operation:x2} at {at}, which no state dict needs");
            }
        }
    }

    private PickleName Allowed(PickleName name) =>
        name.ToString() is Rebuild or OrderedDict || (name.Module == "torch" && TorchValues.IsStorage(name.Name))
            ? name
            : throw Error($"it asks for '{name}', which is neither a tensor nor a container, so it was not run");

    // Only containers are built, and what is added to them (_metadata of a module) says nothing about weights.
    private void Build(object? state)
    {
        if (Peek() is not PickleDictionary || state is not PickleDictionary)
        {
            throw Error($"it gives a state to a {Kind(Peek())}, where only an OrderedDict has one");
        }
    }

    private object Call(object? arguments, object? function) => (function?.ToString(), arguments) switch
    {
        (OrderedDict, object?[] { Length: 0 }) => new PickleDictionary(),
        (Rebuild, object?[] { Length: >= 6 } given) when given is [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..] =>
            new TorchTensor(storage, offset, Numbers(shape), Numbers(strides)),
        _ => throw Error($"it calls {Kind(function)} with {Kind(arguments)} in a way that no state dict needs"),
    };

    private TorchStorage Storage(object? id) => id is object?[] and ["storage", PickleName type, string key, string, long count] && count >= 0
        ? new TorchStorage(type.Name, key, count)
        : throw Error($"it refers to {Kind(id)} where a storage is expected");

    private long[] Numbers(object?[] values) =>
        [.. values.Select(v => v is long number ? number : throw Error($"a tensor's sizes hold {Kind(v)}"))];

    private void SetItems(List<object?> items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Count % 2 != 0)
        {
            throw Error($"it puts pairs into {Kind(Peek())}");
        }

        for (int i = 0; i < items.Count; i += 2)
        {
            dictionary.Items.Add((items[i], items[i + 1]));
        }
    }

    private void Append(List<object?> items)
    {
        if (Peek() is not PickleList list)
        {
            throw Error($"it appends to {Kind(Peek())}");
        }

        list.Items.AddRange(items);
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => _stack.Count > 0 ? _stack[^1] : throw Error("it takes more from its stack than is there");

    private object? Pop()
    {
        object? top = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopTuple(int count)
    {
        object?[] items = new object?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        return items;
    }

    private List<object?> PopMark()
    {
        List<object?> items = _stack;
        _stack = _marks.Count > 0 ? _marks.Pop() : throw Error("it ends a group that it did not begin");
        return items;
    }

    private object? Remembered(int index) => _memo.TryGetValue(index, out object? value) ? value : throw Error($"it takes number {index} from its memory, which is not there");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _pickle.Length - _at)
        {
            throw Error($"it ends at {_pickle.Length} in the middle of an operation");
        }

        _at += count;
        return _pickle.AsSpan(_at - count, count);
    }

    private byte Byte() => Take(1)[0];

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        int length = _pickle.AsSpan(_at).IndexOf((byte)'\n');
        string line = Text(length);
        _at++;
        return line;
    }

    private long Long(int length)
    {
        ReadOnlySpan<byte> bytes = Take(length);
        if (length > 8)
        {
            throw Error($"it has a number of {length} bytes");
        }

        long value = length > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private static string Kind(object? value) => value switch
    {
        null => "None",
        object?[] items => $"a tuple of {items.Length}",
        PickleName name => $"'{name}'",
        PickleDictionary => "a dict",
        PickleList => "a list",
        TorchTensor => "a tensor",
        TorchStorage => "a storage",
        _ => $"'{value}'",
    };

    private CloudlessException Error(string what) => new(
        $"{_source}: the pickle is not one of a state dict: {what}. Save the weights alone, torch.save(model.state_dict(), ...), and import that file.");
}
