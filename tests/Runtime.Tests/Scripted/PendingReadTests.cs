using System;
using System.Threading;
using System.Threading.Tasks;
using SocketAnalyzers.Closing;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

public class PendingReadTests
{
    private readonly PendingRead _read = new();

    [Fact]
    public async Task A_short_destination_gets_a_short_read()
    {
        var asked = 0;
        var count = await _read.ReadAsync(Start, new byte[3], CancellationToken.None);
        Assert.Equal((3, 3), (asked, count));

        Task<int> Start(ArraySegment<byte> bytes)
        {
            asked = bytes.Count;
            return Task.FromResult(bytes.Count);
        }
    }

    [Fact]
    public async Task A_read_that_nobody_waited_for_any_longer_is_the_next_one()
    {
        var first = new TaskCompletionSource<int>();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _read.ReadAsync(_ => first.Task, new byte[8], new CancellationToken(true)));
        first.SetResult(5);
        Assert.Equal(5, await _read.ReadAsync(_ => throw new InvalidOperationException("A second read beside the first."), new byte[8], CancellationToken.None));
    }

    [Fact]
    public async Task An_abandoned_read_is_not_the_one_of_the_next_connection()
    {
        var buffer = default(ArraySegment<byte>);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _read.ReadAsync(NeverEnds, new byte[8], new CancellationToken(true)));
        _read.Abandon();
        var destination = new byte[8];
        var count = await _read.ReadAsync(Fill, destination, CancellationToken.None);
        Assert.Equal((1, 7), (count, destination[0]));

        Task<int> NeverEnds(ArraySegment<byte> bytes)
        {
            buffer = bytes;
            return new TaskCompletionSource<int>().Task;
        }

        Task<int> Fill(ArraySegment<byte> bytes)
        {
            bytes[0] = 7;
            // The abandoned one is written to at last.
            buffer[0] = 9;
            return Task.FromResult(1);
        }
    }
}
