using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Misuse;

/// <summary>
/// Connects two streams that others open: a client's, a channel of a multiplexer, a decorated connection. Nothing here says what they are; that
/// the first end ends both directions can be seen all the same.
/// </summary>
public sealed class StreamBridge
{
    private readonly Func<string, Task<Stream>> _open;

    public StreamBridge(Func<string, Task<Stream>> open) => _open = open;

    /// <summary>The using blocks end both streams when one direction is over.</summary>
    public async Task ConnectAsync(string one, string other)
    {
        using var a = await _open(one);
        using var b = await _open(other);
        await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a)); // SOCK009
    }

    /// <summary>The token of the other direction is cancelled; that both are waited for afterwards saves nothing.</summary>
    public static async Task RunAsync(Stream a, Stream b, CancellationTokenSource end)
    {
        var up = a.CopyToAsync(b, 81920, end.Token);
        var down = b.CopyToAsync(a, 81920, end.Token);
        await Task.WhenAny(up, down); // SOCK009
        end.Cancel();
        await Task.WhenAll(up, down);
    }
}
