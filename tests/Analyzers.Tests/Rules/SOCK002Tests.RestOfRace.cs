using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// What a method does about the direction that has not ended when Task.WhenAny comes back.
public partial class SOCK002Tests
{
    private static Task VerifyRace(string race) => Verify(
        $$"""
        static class Tunnel
        {
            static async Task RunAsync(TcpClient near, TcpClient far)
            {
                using (near)
                using (far)
                {
                    var n = near.GetStream();
                    var f = far.GetStream();
                    var there = n.CopyToAsync(f);
                    var back = f.CopyToAsync(n);
                    {{race}}
                }
            }

            static async Task Both(Task one, Task other) { await one; await other; }

            static Task Later(Task first, Task one, Task other) => first == one ? other : one;

            static void Block(params Task[] all) { foreach (var task in all) task.Wait(); }

            static void Note(string text) { }
        }
        """);

    [Theory]
    [InlineData("var first = await Task.WhenAny(there, back); var rest = first == there ? back : there; await rest;")]
    [InlineData("var rest = await Task.WhenAny(there, back) == there ? back : there; await rest.WaitAsync(TimeSpan.FromSeconds(9));")]
    [InlineData("Task rest; if (await Task.WhenAny(there, back) == there) rest = back; else rest = there; rest.Wait(9000);")]
    [InlineData("Task.WaitAny(there, back); there.Wait(); back.Wait();")]
    [InlineData("await Task.WhenAny(there, back); foreach (var task in new[] { there, back }) await task;")]
    [InlineData("await Task.WhenAny(there, back); var open = new Queue<Task>(new[] { there, back }); while (open.TryDequeue(out var task)) await task;")]
    [InlineData("await Task.WhenAny(there, back); while (!there.IsCompleted || !back.IsCompleted) await Task.Yield();")]
    [InlineData("await Task.WhenAny(there, back); var end = Environment.TickCount64 + 9000; while (!(there.IsCompleted && back.IsCompleted) && Environment.TickCount64 < end) Thread.Yield();")]
    [InlineData("await Task.WhenAny(there, back); Block(there, back);")]
    [InlineData("var first = await Task.WhenAny(there, back); Later(first, there, back).GetAwaiter().GetResult();")]
    [InlineData("await Task.WhenAny(there, back); await Both(there, back);")]
    public Task The_rest_is_waited_for(string race) => VerifyRace(race);

    [Theory]
    [InlineData("var all = new List<Task> { there, back }; for (var left = 2; left > 0; left--) all.Remove(await Task.WhenAny(all));")]
    [InlineData("var all = new List<Task> { there, back }; foreach (var _ in new[] { 1, 2 }) all.Remove(await Task.WhenAny(all));")]
    [InlineData("var both = Both(there, back); await Task.WhenAny(both, Task.Delay(9000));")]
    [InlineData("await Task.WhenAny(Both(there, back), Task.Delay(9000));")]
    [InlineData("await Task.WhenAny(new[] { Both(there, back), Task.Delay(9000) });")]
    public Task It_is_no_race_of_the_two(string race) => VerifyRace(race);

    [Theory]
    [InlineData("await {|SOCK002:Task.WhenAny(there, back)|};")]
    [InlineData("var first = await {|SOCK002:Task.WhenAny(there, back)|}; await first;")]
    [InlineData("var first = await {|SOCK002:Task.WhenAny(there, back)|}; Note(first == there ? \"there\" : \"back\");")]
    [InlineData("var all = new List<Task> { there, back }; all.Remove(await {|SOCK002:Task.WhenAny(all)|});")]
    [InlineData("await {|SOCK002:Task.WhenAny(new[] { there, back })|}; Note(\"over\");")]
    [InlineData("var limit = Task.Delay(9000); await {|SOCK002:Task.WhenAny(there, back, limit)|}; Note(limit.Status.ToString());")]
    public Task The_first_end_ends_both(string race) => VerifyRace(race);
}
