using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>An open HDF5 file: groups, attributes of text, and arrays, by GDAL's multidimensional API.</summary>
/// <remarks>To be used by one thread at a time.</remarks>
internal sealed unsafe class Hdf5File : IDisposable
{
    private const string DriverName = "HDF5";
    private readonly string _path;
    private readonly GdalDataset _dataset;

    private Hdf5File(string path, GdalDataset dataset) => (_path, _dataset) = (path, dataset);

    /// <summary>Opens a file.</summary>
    /// <exception cref="CloudlessException">The file is no HDF5 file, is cut short, or this GDAL has no HDF5 driver.</exception>
    public static Hdf5File Open(string path)
    {
        using GdalScope scope = GdalScope.Enter();
        if (!IsSupported)
        {
            throw new CloudlessException(
                $"{path}: GDAL {GdalInfo.Version} ({GdalInfo.LibraryPath}) was built without its HDF5 driver, so it cannot read this file. Take a GDAL that has it: gdalinfo --formats lists HDF5.");
        }

        using var drivers = new GdalStringList([DriverName]);
        var dataset = new GdalDataset(Gdal.GDALOpenEx(path, Gdal.OpenMultidimensional | Gdal.VerboseError, drivers.Pointer, 0, 0));
        if (dataset.IsInvalid)
        {
            throw new CloudlessException($"{path}: the HDF5 file cannot be opened: {scope.Reason}. It is cut short or damaged; copy it again.");
        }

        return new Hdf5File(path, dataset);
    }

    /// <summary>Whether GDAL has its HDF5 driver here.</summary>
    /// <exception cref="CloudlessException">No GDAL library was found.</exception>
    public static bool IsSupported
    {
        get
        {
            using GdalScope scope = GdalScope.Enter();
            return Gdal.GDALGetDriverByName(DriverName) != 0;
        }
    }

    /// <summary>Names of the groups in a group; empty where there is none of that name. The root is "".</summary>
    public string[] Groups(string group)
    {
        using GdalScope scope = GdalScope.Enter();
        using GdalGroup? opened = Find(group);
        return opened is null ? [] : Take(Gdal.GDALGroupGetGroupNames(opened.Handle, 0));
    }

    /// <summary>The texts of an attribute of a group; null where the group or the attribute is not there.</summary>
    public string[]? Texts(string group, string attribute)
    {
        using GdalScope scope = GdalScope.Enter();
        using GdalGroup? opened = Find(group);
        nint found = opened is null ? 0 : Gdal.GDALGroupGetAttribute(opened.Handle, attribute);
        if (found == 0)
        {
            return null;
        }

        try
        {
            // Keras writes a list without items as an array of no numbers.
            return Gdal.GDALAttributeGetTotalElementsCount(found) == 0 ? [] : Take(Gdal.GDALAttributeReadAsStringArray(found));
        }
        finally
        {
            Gdal.GDALAttributeRelease(found);
        }
    }

    /// <summary>Reads an array of numbers as float32, its last dimension the fastest.</summary>
    /// <param name="group">The group it is in.</param>
    /// <param name="name">Name, with the groups below <paramref name="group"/> that lead to it: <c>a/b/kernel:0</c>.</param>
    /// <exception cref="CloudlessException">There is no such array, it holds no numbers, is too large, or cannot be read.</exception>
    public (int[] Shape, float[] Values) Floats(string group, string name)
    {
        using GdalScope scope = GdalScope.Enter();
        int cut = name.LastIndexOf('/');
        using GdalGroup? holder = Find($"{group}/{name[..Math.Max(0, cut)]}");
        nint array = holder is null ? 0 : Gdal.GDALGroupOpenMDArray(holder.Handle, name[(cut + 1)..], 0);
        if (array == 0)
        {
            throw new CloudlessException($"{_path}: the array '{name}' is named in the group '{group}' but is not there. The file is incomplete; copy or save it again.");
        }

        try
        {
            RequireNumbers(array, name);
            int[] shape = Shape(array, name);
            float[] values = new float[shape.Aggregate(1, (a, b) => a * b)];
            return Read(array, shape, values)
                ? (shape, values)
                : throw new CloudlessException($"{_path}: the array '{name}' cannot be read: {scope.Reason}. The file is cut short or damaged; copy it again.");
        }
        finally
        {
            Gdal.GDALMDArrayRelease(array);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _dataset.Dispose();

    private static bool Read(nint array, int[] shape, float[] values)
    {
        nint type = Gdal.GDALExtendedDataTypeCreate(GdalSamples.Float32);
        ulong[] start = new ulong[shape.Length + 1];
        nuint[] count = [.. shape.Select(s => (nuint)s), 0];
        try
        {
            fixed (ulong* from = start)
            fixed (nuint* size = count)
            fixed (float* buffer = values)
            {
                return Gdal.GDALMDArrayRead(array, from, size, null, null, type, buffer, buffer, (nuint)values.Length * sizeof(float)) != 0;
            }
        }
        finally
        {
            Gdal.GDALExtendedDataTypeRelease(type);
        }
    }

    private static string[] Take(byte** list)
    {
        var texts = new List<string>();
        for (byte** item = list; item is not null && *item is not null; item++)
        {
            texts.Add(Marshal.PtrToStringUTF8((nint)(*item))!);
        }

        Gdal.CSLDestroy(list);
        return [.. texts];
    }

    private void RequireNumbers(nint array, string name)
    {
        nint type = Gdal.GDALMDArrayGetDataType(array);
        bool numeric = Gdal.GDALExtendedDataTypeGetClass(type) == Gdal.NumericClass;
        Gdal.GDALExtendedDataTypeRelease(type);
        if (!numeric)
        {
            throw new CloudlessException($"{_path}: the array '{name}' holds texts or records; expected numbers.");
        }
    }

    // A file of a kilobyte can promise any size, so the size is checked before memory is taken.
    private int[] Shape(nint array, string name)
    {
        nuint count;
        nint* dimensions = Gdal.GDALMDArrayGetDimensions(array, &count);
        ulong[] sizes = new ulong[count];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Gdal.GDALDimensionGetSize(dimensions[i]);
        }

        Gdal.GDALReleaseDimensions(dimensions, count);
        double bytes = sizes.Aggregate(4.0, (a, b) => a * b);
        return bytes <= int.MaxValue && sizes.All(s => s is > 0 and <= int.MaxValue)
            ? [.. sizes.Select(s => (int)s)]
            : throw new CloudlessException($"{_path}: the array '{name}' is of size [{string.Join(',', sizes)}]; expected sizes of 1 or more and at most 2 GB in all.");
    }

    /// <summary>The group of a path of names; null where one of them is not there. Closed by the caller.</summary>
    private GdalGroup? Find(string path)
    {
        GdalGroup? group = GdalGroup.OfNew(Gdal.GDALDatasetGetRootGroup(_dataset));
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            using GdalGroup? parent = group;
            group = parent is null ? null : GdalGroup.OfNew(Gdal.GDALGroupOpenGroup(parent.Handle, name, 0));
        }

        return group;
    }

    /// <summary>A group's handle; released on disposal.</summary>
    private sealed class GdalGroup : IDisposable
    {
        private GdalGroup(nint handle) => Handle = handle;

        public nint Handle { get; private set; }

        /// <summary>Takes over a handle; null for the one that GDAL gives where there is no such group.</summary>
        public static GdalGroup? OfNew(nint handle) => handle == 0 ? null : new GdalGroup(handle);

        public void Dispose()
        {
            if (Handle != 0)
            {
                Gdal.GDALGroupRelease(Handle);
                Handle = 0;
            }
        }
    }
}
