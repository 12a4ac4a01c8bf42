using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace SocketAnalyzers.Tests.Scripted;

/// <summary>The runs of the model in verification/, on the code: so not only the model is checked.</summary>
public class TraceTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "traces");

    public static TheoryData<string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string>();
            foreach (var path in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.txt") : [])
            {
                foreach (var trace in Trace.InFile(path))
                    names.Add(Path.GetFileNameWithoutExtension(path), trace.Name);
            }

            return names;
        }
    }

    // Without a trace the theory below fails too: xunit wants data.
    [Fact]
    public void Each_outcome_has_traces() =>
        Assert.Equal(
            Enum.GetNames<CloseOutcome>().Where(name => name != nameof(CloseOutcome.Shed)).Order(StringComparer.Ordinal),
            Names.Select(row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_code_does_what_the_model_does(string outcome, string name)
    {
        var trace = Trace.InFile(Path.Combine(Folder, $"{outcome}.txt")).Single(trace => trace.Name == name);
        // The SYN in the counters is no matter of the model.
        foreach (var opened in new[] { false, true })
            Agrees(trace, Ending.Of(trace.Script with { Opened = opened }, Ending.Asynchronous));
        if (!trace.Script.HasStream && trace.Outcome != CloseOutcome.Canceled)
            Agrees(trace, Ending.Of(trace.Script, Ending.Blocking));
    }

    private static void Agrees(Trace trace, Ending ending)
    {
        Assert.Empty(ending.Violations);
        // Of a connection that was reset before, the code still reads what is there; the model ends at once.
        var drained = ending.World.BeforeTheClose.WasReset ? ending.Result.DrainedBytes : trace.Drained;
        Assert.Equal((Outcome(trace, ending), drained), (ending.Result.Outcome, ending.Result.DrainedBytes));
        // What is done to a connection that is gone does nothing.
        if (!ending.World.Kernel.WasReset && !ending.World.OtherDisposed && !ending.World.BeforeTheClose.IsClosed)
            Assert.Equal(trace.Actions, ending.Transport.Actions);
    }

    private static CloseOutcome Outcome(Trace trace, Ending ending)
    {
        // For the model one PeerClosed is like another.
        if (ending.World.BeforeTheClose is { IsClosed: true, WasReset: false } && trace.Outcome == CloseOutcome.PeerClosed)
            return CloseOutcome.AlreadyClosed;
        // Where the caller reads, the model leaves it to the reader to be told of a reset; the code sees it in the counters, and sooner.
        var isLeftToReader = ending.World.Kernel.WasReset && ending.World.Caller.Reader is { IsCompleted: false };
        return isLeftToReader && trace.Outcome is CloseOutcome.IdleTimeout or CloseOutcome.TotalTimeout ? CloseOutcome.PeerReset : trace.Outcome;
    }
}
