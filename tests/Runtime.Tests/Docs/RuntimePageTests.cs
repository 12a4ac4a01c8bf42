using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using SocketAnalyzers.Verification;
using Xunit;

namespace SocketAnalyzers.Tests.Docs;

/// <summary>docs/runtime.md has an example of every public member, and every example does what the page says.</summary>
public class RuntimePageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Examples() => [.. PageExample.All.Select(example => example.ToString())];

    [Fact]
    public void Every_public_member_stands_in_an_example()
    {
        var text = string.Join('\n', PageExample.All.Select(example => example.Text));
        var members =
            from type in typeof(SocketClosing).Assembly.GetExportedTypes()
            where !type.IsEnum
            from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where member is PropertyInfo or MethodInfo { IsSpecialName: false } && !IsWrittenByTheCompiler(member)
            select (type, member.Name);
        Assert.Empty(members.Where(member => !text.Contains(member.Name, StringComparison.Ordinal)).Select(member => $"{member.type.Name}.{member.Name}"));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task It_runs(string example)
    {
        using var stop = new CancellationTokenSource(Patience);
        await using var connections = await ExampleConnections.OpenAsync();
        await Find(example).RunAsync(connections, stop.Token).WaitAsync(Patience);
        Assert.False(stop.IsCancellationRequested, "The example waited until it was stopped.");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Our_own_rules_are_silent_on_it(string example)
    {
        var run = await AnalyzerRunner.RunAsync(Find(example).Compile(), AnalyzerRunner.AnalyzersOf(typeof(SocketFlowAnalyzer).Assembly));
        Assert.Empty(run.Crashes);
        Assert.Empty(run.Compiler.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.Empty(run.Analyzers);
    }

    private static PageExample Find(string name) => PageExample.All.Single(example => example.ToString() == name);

    // What "record" adds.
    private static bool IsWrittenByTheCompiler(MemberInfo member) =>
        member.Name is "ToString" or "Equals" or "GetHashCode" or "Deconstruct" or "<Clone>$" or "EqualityContract";
}
