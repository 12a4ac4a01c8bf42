using Microsoft.CodeAnalysis;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Flow;

/// <summary>What a method does about operations on one connection of its caller: which it leaves under way, and whether it ends the connection over the caller's.</summary>
internal sealed class OperationsEffect
{
    private readonly IOperation?[] _left = new IOperation?[2];
    private readonly IOperation?[] _returned = new IOperation?[2];
    private readonly bool[] _endsCallers = new bool[2];

    /// <summary>The close or shutdown that every way through the method leads to, with the caller's send perhaps still pending.</summary>
    public FlowEvent? End { get; private set; }

    /// <summary>An operation that is under way when the method returns, and that nobody can wait for.</summary>
    public IOperation? Left(PendingKind kind) => _left[(int)kind];

    /// <summary>The same, and the method's result is its task.</summary>
    public IOperation? Returned(PendingKind kind) => _returned[(int)kind];

    /// <summary>Nothing is known any more of what the caller has under way: it was completed, or the connection ended.</summary>
    public bool EndsCallers(PendingKind kind) => _endsCallers[(int)kind];

    public void AddExit(BodyAnalysis analysis, FlowState? exit, int entryObject)
    {
        if (exit is null)
            return;
        var state = exit.GetObject(entryObject);
        var returned = exit.GetSlot(SlotTable.Return).Operations();
        AddExit(PendingKind.Send, analysis, state, returned);
        AddExit(PendingKind.Receive, analysis, state, returned);
    }

    public void AddEnd(FlowEvent found, SocketFacts always)
    {
        var ends = found.Event == SocketEvent.Close || (found.Event == SocketEvent.Shutdown && (found.SetFacts & SocketFacts.ShutSend) != 0);
        if (End is null && ends && (always & (SocketFacts.Closed | SocketFacts.ShutSend)) != 0
            && (found.Before.Operations.Certain & PendingOperations.BitOf(PendingOperations.CallersNumber(PendingKind.Send))) != 0)
            End = found;
    }

    private void AddExit(PendingKind kind, BodyAnalysis analysis, ObjectState state, RefSet returned)
    {
        _endsCallers[(int)kind] = (state.Operations.Certain & PendingOperations.BitOf(PendingOperations.CallersNumber(kind))) == 0;
        foreach (var started in analysis.Started.PendingIn(state, kind))
        {
            var places = Holds(analysis, returned, started) ? _returned : _left;
            places[(int)kind] ??= started.Inner ?? started.Site;
        }
    }

    private static bool Holds(BodyAnalysis analysis, RefSet returned, StartedOperation started)
    {
        for (var i = 0; i < returned.Count; i++)
        {
            if (analysis.Objects[returned[i].ObjectId].Started == started)
                return true;
        }

        return false;
    }
}
