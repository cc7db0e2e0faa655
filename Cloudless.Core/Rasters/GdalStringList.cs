using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>A list of strings as GDAL takes its options: an array of UTF-8 pointers that ends with a null.</summary>
internal sealed unsafe class GdalStringList : IDisposable
{
    private readonly nint* _items;
    private readonly int _count;

    /// <summary>Copies the strings into native memory.</summary>
    public GdalStringList(IReadOnlyList<string> items)
    {
        _count = items.Count;
        _items = (nint*)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(nint));
        for (int i = 0; i < _count; i++)
        {
            _items[i] = Marshal.StringToCoTaskMemUTF8(items[i]);
        }
    }

    /// <summary>What to hand to GDAL; valid until disposal.</summary>
    public nint Pointer => (nint)_items;

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
        {
            Marshal.FreeCoTaskMem(_items[i]);
        }

        NativeMemory.Free(_items);
    }
}
