using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;

namespace Cloudless.MLNet.Kernels;

/// <summary>The engine of one transformer: made when it is first needed, shared by all its cursors, rows and prediction engines, freed once the transformer is disposed and nobody computes.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedRemovers(CloudRemovalModel? model, ExecutionOptions execution, RemovalOptions options, string owner) : IDisposable
{
    private readonly Lock _gate = new();
    private CloudRemover? _remover;
    private int _users;
    private bool _disposed;

    /// <summary>Lends the engine until the loan is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    /// <exception cref="CloudlessException">The engine asked for is not there or cannot run the model.</exception>
    public Loan Take()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                throw new ObjectDisposedException(owner);
            }

            _remover ??= new CloudRemover(model ?? CloudRemovalModel.LoadDefault(), execution, options);
            _users++;
            return new Loan(this, _remover);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            FreeUnused();
        }
    }

    private void Return()
    {
        lock (_gate)
        {
            _users--;
            FreeUnused();
        }
    }

    private void FreeUnused()
    {
        if (_disposed && _users == 0)
        {
            _remover?.Dispose();
            _remover = null;
        }
    }

    /// <summary>A remover that stays alive while this is not disposed.</summary>
    internal readonly ref struct Loan(SharedRemovers removers, CloudRemover remover)
    {
        /// <summary>The remover.</summary>
        public CloudRemover Remover { get; } = remover;

        /// <summary>Gives it back.</summary>
        public void Dispose() => removers.Return();
    }
}
