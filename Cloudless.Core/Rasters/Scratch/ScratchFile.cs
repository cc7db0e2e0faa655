using Microsoft.Win32.SafeHandles;

namespace Cloudless.Rasters.Scratch;

/// <summary>A temporary file beside an output for what does not fit in memory; gone when it is closed, and after a crash too where the system lets an open file lose its name.</summary>
/// <remarks>
/// Read and written at stated places, not mapped: mapped pages would count as the process's memory. Its space is taken at once where the file system can, so that a disk that
/// is too small is told before the work and not in the middle of it. Safe from several threads.
/// </remarks>
internal sealed class ScratchFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _output;

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where; unique to this object.</param>
    /// <param name="output">The output whose work this is, for errors.</param>
    /// <param name="bytes">How large it will be.</param>
    /// <param name="named">Whether it keeps its name, for somebody else to open it.</param>
    /// <exception cref="CloudlessException">The disk is full, or the folder cannot be written.</exception>
    public ScratchFile(string path, string output, long bytes, bool named)
    {
        (Path, _output) = (path, output);
        try
        {
            _handle = File.OpenHandle(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.DeleteOnClose | FileOptions.RandomAccess, bytes);
            if (!named && !OperatingSystem.IsWindows())
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e, bytes);
        }
    }

    /// <summary>Where it is, if it kept its name.</summary>
    public string Path { get; }

    /// <summary>Reads a run of bytes; all of them must have been written.</summary>
    /// <exception cref="CloudlessException">The disk fails.</exception>
    public void Read(Span<byte> destination, long offset)
    {
        try
        {
            while (destination.Length > 0)
            {
                int read = RandomAccess.Read(_handle, destination, offset);
                if (read == 0)
                {
                    throw new EndOfStreamException($"The temporary file ends at byte {offset}.");
                }

                destination = destination[read..];
                offset += read;
            }
        }
        catch (IOException e)
        {
            throw new CloudlessException($"A temporary file of '{_output}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a run of bytes.</summary>
    /// <exception cref="CloudlessException">The disk is full or fails.</exception>
    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        try
        {
            RandomAccess.Write(_handle, source, offset);
        }
        catch (IOException e)
        {
            throw Failed(e, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private CloudlessException Failed(Exception e, long? bytes) => AtomicFile.WriteFailed(
        _output, FormattableString.Invariant($"temporary files beside it{(bytes is { } size ? $", {size / 1e6:0.#} MB," : "")} do not fit: {e.Message}"), e);
}
