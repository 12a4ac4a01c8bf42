using System;
using System.Threading;

namespace SocketAnalyzers.Closing;

/// <summary>A token that is canceled when it is time to look again, or when the caller cancels.</summary>
internal sealed class Waker
{
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;
    private bool _isSet;

    /// <summary>The token for the next wait. Once set it stays set until it has fired: progress only makes it fire too early, and that costs one look.</summary>
    public CancellationToken Set(CloseOptions options, TimeSpan wait, CancellationToken caller, bool sooner)
    {
        if (_isSet && !sooner && !_source.IsCancellationRequested)
            return _source.Token;
        if (_isSet)
            Renew();
        _isSet = true;
#if NET8_0_OR_GREATER
        if (options.TimeProvider != TimeProvider.System)
        {
            _source.Dispose();
            _source = new CancellationTokenSource(wait, options.TimeProvider);
        }
        else
#endif
        {
            _source.CancelAfter(wait);
        }

        if (caller.CanBeCanceled)
            _registration = Register(caller);
        return _source.Token;
    }

    public void Fire() => _source.Cancel();

    /// <summary>Makes it ready for the next close.</summary>
    public void Reset()
    {
        _registration.Dispose();
        _registration = default;
#if NET8_0_OR_GREATER
        if (!_source.TryReset())
#endif
        {
            _source.Dispose();
            _source = new CancellationTokenSource();
        }

        _isSet = false;
    }

    private void Renew()
    {
        _registration.Dispose();
        _source.Dispose();
        _source = new CancellationTokenSource();
    }

#if NET8_0_OR_GREATER
    private CancellationTokenRegistration Register(CancellationToken caller) => caller.UnsafeRegister(static state => Cancel(state), _source);
#else
    private CancellationTokenRegistration Register(CancellationToken caller) => caller.Register(static state => Cancel(state), _source);
#endif

    private static void Cancel(object? source)
    {
        try
        {
            ((CancellationTokenSource)source!).Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The close has come to its end at the same moment.
        }
    }
}
