using Xunit;

namespace SocketAnalyzers.CodeFixes.Tests;

public sealed class SOCK008FixTests
{
    [Fact]
    public Task A_discarded_send_is_awaited() => Verify(
        "_ = {|SOCK008:client.GetStream().WriteAsync(data, 0, data.Length)|}; // the answer",
        "await client.GetStream().WriteAsync(data, 0, data.Length); // the answer");

    [Fact]
    public Task A_send_as_a_statement_is_awaited() => Verify(
        "{|SOCK008:client.Client.SendAsync(new ArraySegment<byte>(data), SocketFlags.None)|};",
        "await client.Client.SendAsync(new ArraySegment<byte>(data), SocketFlags.None);");

    [Fact]
    public Task Two_of_them() => Verify(
        """
        _ = {|SOCK008:client.GetStream().WriteAsync(data, 0, 1)|};
                _ = {|SOCK008:client.GetStream().WriteAsync(data, 1, 1)|};
        """,
        """
        await client.GetStream().WriteAsync(data, 0, 1);
                await client.GetStream().WriteAsync(data, 1, 1);
        """);

    [Fact]
    public Task ConfigureAwait_where_the_method_has_it() => Verify(
        """
        await Task.Delay(1).ConfigureAwait(false);
                _ = {|SOCK008:client.GetStream().WriteAsync(data, 0, 1)|};
        """,
        """
        await Task.Delay(1).ConfigureAwait(false);
                await client.GetStream().WriteAsync(data, 0, 1).ConfigureAwait(false);
        """);

    [Fact]
    public Task A_send_that_is_configured_lacks_only_the_await() => Verify(
        """
        {|SOCK008:client.GetStream().WriteAsync(data, 0, 1)|}.ConfigureAwait(false); // the first
                _ = {|SOCK008:client.GetStream().WriteAsync(data, 1, 1)|}.ConfigureAwait(true);
        """,
        """
        await client.GetStream().WriteAsync(data, 0, 1).ConfigureAwait(false); // the first
                await client.GetStream().WriteAsync(data, 1, 1).ConfigureAwait(true);
        """);

    [Fact]
    public Task No_fix_for_a_task_in_a_variable() => None("var sending = {|SOCK008:client.GetStream().WriteAsync(data, 0, 1)|};");

    [Fact]
    public Task No_fix_in_a_lock() => None("lock (client) { _ = {|SOCK008:client.GetStream().WriteAsync(data, 0, 1)|}; }");

    [Fact]
    public Task No_fix_outside_async_methods() => FixTest.None<PendingSendFix>(
        """
        public static class Client
        {
            public static void Answer(TcpClient client, byte[] data)
            {
                _ = {|SOCK008:client.GetStream().WriteAsync(data, 0, data.Length)|};
                client.Close();
            }
        }
        """).RunAsync();

    private static Task Verify(string statement, string fixedStatement) => FixTest.Of<PendingSendFix>(In(statement), In(fixedStatement)).RunAsync();

    private static Task None(string statement) => FixTest.None<PendingSendFix>(In(statement)).RunAsync();

    private static string In(string statement) => $$"""
        public static class Client
        {
            public static async Task AnswerAsync(TcpClient client, byte[] data)
            {
                {{statement}}
                client.Close();
                await Task.CompletedTask;
            }
        }
        """;
}
