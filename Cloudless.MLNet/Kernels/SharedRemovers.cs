using Cloudless.Inference;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;

namespace Cloudless.MLNet.Kernels;

/// <summary>The engines of one transformer: made when a model is first needed, shared by all its cursors, rows and prediction engines, freed once the transformer is disposed and nobody computes.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedRemovers(CloudRemovalModel? model, ExecutionOptions execution, RemovalOptions options, string owner) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<bool, CloudRemover> _removers = [];
    private int _users;
    private bool _disposed;

    /// <summary>Lends the engine for images with or without SAR until the loan is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    /// <exception cref="CloudlessException">The engine asked for is not there or cannot run the model.</exception>
    public Loan Take(bool sar)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, owner);

            // A given model serves both; of the ones that come with Cloudless each serves its own.
            bool key = model is null ? sar : true;
            if (!_removers.TryGetValue(key, out CloudRemover? remover))
            {
                remover = new CloudRemover(model ?? CloudRemovalModel.LoadDefault(sar), execution, options);
                _removers.Add(key, remover);
            }

            _users++;
            return new Loan(this, remover);
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
            foreach (CloudRemover remover in _removers.Values)
            {
                remover.Dispose();
            }

            _removers.Clear();
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
