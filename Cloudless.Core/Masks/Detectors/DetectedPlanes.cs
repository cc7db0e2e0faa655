using System.Buffers;
using Cloudless.Imagery;

namespace Cloudless.Masks;

/// <summary>Planes [H,W] of a window between a detector's classes and the removal mask, pinned and rented.</summary>
internal sealed unsafe class DetectedPlanes : IDisposable
{
    private readonly byte[] _class, _cloud, _mask;
    private readonly int[] _distance;
    private MemoryHandle _classPin, _cloudPin, _maskPin, _distancePin;

    /// <summary>Rents for a number of pixels.</summary>
    public DetectedPlanes(int length)
    {
        (_class, _cloud, _mask) = (WorkArrays.Rent<byte>(length), WorkArrays.Rent<byte>(length), WorkArrays.Rent<byte>(length));
        _distance = WorkArrays.Rent<int>(length);
        (_classPin, _cloudPin, _maskPin, _distancePin) = (_class.AsMemory().Pin(), _cloud.AsMemory().Pin(), _mask.AsMemory().Pin(), _distance.AsMemory().Pin());
    }

    /// <summary>Values of <see cref="PixelClass"/>.</summary>
    public byte* Class => (byte*)_classPin.Pointer;

    /// <summary>1 cloud, else 0.</summary>
    public byte* Cloud => (byte*)_cloudPin.Pointer;

    /// <summary>1 what is to be grown, else 0.</summary>
    public byte* Mask => (byte*)_maskPin.Pointer;

    /// <summary>Squared distance to the nearest cloud.</summary>
    public int* Distance => (int*)_distancePin.Pointer;

    /// <summary>Makes <see cref="Cloud"/> and <see cref="Distance"/> from <see cref="Class"/>, which is nodata from here on where the image is.</summary>
    /// <param name="bands">DN.</param>
    /// <param name="reach">Distances up to this are exact.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    public void Split(OpticalPlanes<float> bands, int reach, int threads)
    {
        Workers.ForEach(bands.Height, threads, y => SplitRow(bands, y));
        ushort[] shorts = WorkArrays.Rent<ushort>(bands.Length);
        fixed (ushort* column = shorts)
        {
            SquaredDistance.Compute(Cloud, bands.Height, bands.Width, reach, column, new DistancePlane(Distance, bands.Width), threads);
        }

        WorkArrays.Return(shorts);
    }

    /// <summary>Marks in <see cref="Cloud"/> what the detector itself calls shadow.</summary>
    public void AddOwnShadow(int length)
    {
        for (int p = 0; p < length; p++)
        {
            Cloud[p] |= Class[p] == PixelClass.Shadow ? (byte)1 : (byte)0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _classPin.Dispose();
        _cloudPin.Dispose();
        _maskPin.Dispose();
        _distancePin.Dispose();
        WorkArrays.Return(_class);
        WorkArrays.Return(_cloud);
        WorkArrays.Return(_mask);
        WorkArrays.Return(_distance);
    }

    private void SplitRow(OpticalPlanes<float> bands, int y)
    {
        short[] rented = WorkArrays.Rent<short>(Samples.Padded(bands.Width));
        byte* found = Class + ((nint)y * bands.Width), cloud = Cloud + ((nint)y * bands.Width);
        fixed (short* noData = rented)
        {
            bands.MarkNoData(y, 0, bands.Width, noData);
            for (int x = 0; x < bands.Width; x++)
            {
                found[x] = noData[x] != 0 ? PixelClass.NoData : found[x];
                cloud[x] = found[x] == PixelClass.Cloud ? (byte)1 : (byte)0;
            }
        }

        WorkArrays.Return(rented);
    }
}
