using System.Net.Sockets;
using System.Threading.Tasks;
using Xunit;

namespace SocketAnalyzers.Tests.Kernel;

public class CloseTests
{
    [Fact]
    public async Task Peer_has_ended()
    {
        using var connection = await Connection.OpenAsync();
        connection.Client.Shutdown(SocketShutdown.Send);
        var result = await connection.Server.CloseGracefullyAsync();
        Assert.Equal(CloseOutcome.PeerClosed, result.Outcome);
    }
}
