using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

// A relay: the call into the runtime library, or no fix.
public sealed partial class SOCK002FixTests
{
    private const string RelayLibrary = """
        namespace SocketAnalyzers
        {
            public sealed class RelayOptions { }

            public struct RelayResult { }

            public struct RelayEnd
            {
                public static implicit operator RelayEnd(NetworkStream stream) => default;
            }

            public static class DuplexRelay
            {
                public static Task<RelayResult> RunAsync(RelayEnd a, RelayEnd b, RelayOptions options = null, CancellationToken cancellation = default) => Task.FromResult(default(RelayResult));
            }
        }
        """;

    [Theory]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}; // to the end", "await SocketAnalyzers.DuplexRelay.RunAsync(up, down); // to the end")]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}.ConfigureAwait(false);", "await SocketAnalyzers.DuplexRelay.RunAsync(up, down).ConfigureAwait(false);")]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down, stop), down.CopyToAsync(up, stop))|};", "await SocketAnalyzers.DuplexRelay.RunAsync(up, down, null, stop);")]
    public Task A_race_of_two_copies_becomes_the_relay_of_the_library(string race, string call) => VerifyRelay(race, call);

    [Theory]
    [InlineData("var first = await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up))|}; Console.WriteLine(first.Status);")]
    [InlineData("var there = up.CopyToAsync(down); var back = down.CopyToAsync(up); await {|SOCK002:Task.WhenAny(there, back)|};")]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down, stop), down.CopyToAsync(up))|};")]
    [InlineData("await {|SOCK002:Task.WhenAny(up.CopyToAsync(down), down.CopyToAsync(up), Task.Delay(-1, stop))|};")]
    public Task No_fix_for_a_race_that_says_more_than_that(string race) => VerifyRelay(race, race);

    private static Task VerifyRelay(string race, string mended)
    {
        var test = WithLibrary(Relay(race), Relay(mended));
        test.TestState.Sources.Add(("Relay.cs", RelayLibrary));
        test.FixedState.Sources.Add(("Relay.cs", RelayLibrary));
        return test.RunAsync();
    }

    private static string Relay(string race) => $$"""
        public static class Relay
        {
            public static async Task RunAsync(TcpClient client, TcpClient server, CancellationToken stop)
            {
                using (client)
                using (server)
                {
                    var up = client.GetStream();
                    var down = server.GetStream();
                    {{race}}
                }
            }
        }
        """;
}
