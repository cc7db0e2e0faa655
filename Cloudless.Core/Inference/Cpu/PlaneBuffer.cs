using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cloudless.Inference.Cpu;

/// <summary>Native memory for planes of a <see cref="BlockedLayout"/>, aligned to cache lines, grown when a shape needs more.</summary>
internal sealed unsafe class PlaneBuffer : IDisposable
{
    // Weight gradients of 1x1 and 5x5 kernels read a few values past the last pixel and ignore what comes of them.
    private const int Slack = 64;
    private nuint _capacity;

    ~PlaneBuffer() => Free();

    /// <summary>Start of the memory.</summary>
    public float* Pointer { get; private set; }

    /// <summary>Makes room for planes of a layout and clears their borders; the pixels inside are left as they are.</summary>
    public void Prepare(BlockedLayout layout, int planes)
    {
        nuint length = ((nuint)planes * (nuint)layout.PlaneStride) + Slack;
        if (length > _capacity)
        {
            Free();
            Pointer = (float*)AlignedMemory.Allocate(length * sizeof(float));
            _capacity = length;
        }

        ClearBorders(layout, planes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void ClearBorders(BlockedLayout layout, int planes)
    {
        nuint edge = (nuint)(layout.Border * layout.RowStride), left = (nuint)(layout.Border * BlockedLayout.Block);
        nuint bottom = edge + (nuint)((layout.PaddedH - layout.H) * layout.RowStride), right = left + (nuint)((layout.PaddedW - layout.W) * BlockedLayout.Block);
        for (int p = 0; p < planes; p++)
        {
            float* plane = Pointer + ((nint)p * layout.PlaneStride);
            Clear(plane, edge);
            Clear(plane + layout.PlaneStride - bottom, bottom);
            for (int y = 0; y < layout.H; y++)
            {
                float* row = plane + ((nint)(layout.Border + y) * layout.RowStride);
                Clear(row, left);
                Clear(row + layout.RowStride - right, right);
            }
        }

        // What lies past the planes is only ever read into results that are ignored, but must not be slow or signal.
        Clear(Pointer + ((nint)planes * layout.PlaneStride), Slack);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* start, nuint count) => NativeMemory.Clear(start, count * sizeof(float));

    private void Free()
    {
        AlignedMemory.Free(Pointer);
        Pointer = null;
        _capacity = 0;
    }
}
