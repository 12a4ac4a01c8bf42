using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Configuration;
using SocketAnalyzers.Flow;
using SocketAnalyzers.Protocol;

namespace SocketAnalyzers.Rules;

/// <summary>Reads one receive: what is done with its count, and with its buffer behind it.</summary>
internal readonly struct ReceiveReview
{
    private readonly TransferContext _context;
    private readonly ReceiveCall _receive;
    private readonly AnalyzerOptions _options;
    private readonly IOperation _scope;
    private readonly CancellationToken _cancellation;

    private ReceiveReview(TransferContext context, ReceiveCall receive, AnalyzerOptions options, CancellationToken cancellation)
    {
        _options = options;
        _context = context;
        _receive = receive;
        _scope = receive.Call.FunctionAround();
        _cancellation = cancellation;
    }

    /// <summary>What is wrong with the call, or null.</summary>
    public static Diagnostic? Of(IInvocationOperation call, TransferContext context, AnalyzerOptions options, CancellationToken cancellation)
    {
        if (ReceiveCall.Of(call, context) is not { } receive)
            return null;
        var review = new ReceiveReview(context, receive, options, cancellation);
        if (!receive.IsEnd)
            return VariableUses.SymbolOf(receive.Buffer!.Value.Array) is { } buffer ? review.Of(buffer) : null;
        foreach (var begun in BegunReceives.BuffersOf(receive, context, cancellation))
        {
            if (review.Of(begun) is { } found)
                return found;
        }

        return null;
    }

    private Diagnostic? Of(ISymbol buffer)
    {
        if (BufferRegion.Number(_receive.Offset) is not { } first)
            return null;
        var count = CountUse.Of(_receive.Call, buffer, _scope);
        var loop = ReceivePlaces.LoopAround(_receive.Call, _scope);
        if (loop is not null && IsRepeatedAtOnePlace(count, loop, buffer) && UseBehind(loop, buffer) is { } kept)
            return IsReal() ? PartialReceive.AtOnePlace(_receive.Call, kept) : null;
        if (count.IsUsed || IsOfCA2022(count))
            return null;
        var asked = AskedSize.Of(_receive, _scope, _context.Compilation, _cancellation);
        if (asked.Number is 0 or 1)
            return null;
        var reads = new BufferReads(_context.Compilation, new ReceivedBytes(first, first + count.Minimum, asked, count.IsDiscarded), _cancellation);
        if (reads.FirstBehind(_receive.Call, buffer, _scope) is not { } use || !(asked.IsWhatIsThere ? count.IsDiscarded && IsBlind(buffer) : IsReal()))
            return null;
        // Whoever copies what came and goes on with the buffer must take something certain from it.
        if (count.IsCopied && reads.Farthest == 0)
            return null;
        // Who never sees the end is told that, and no more.
        if (new EndSearch(EndContext.For(_context.Compilation, _context.Types), _cancellation).Blames(_receive.Call))
            return null;
        if (asked.IsWhatIsThere)
            return PartialReceive.OfNothing(_receive.Call, use);
        return reads.IsCutAtZero ? PartialReceive.CutAtZero(_receive.Call, use) : PartialReceive.BeyondCount(_receive.Call, use, Replacement(count, asked, reads, first));
    }

    private bool IsReal() => !ReceivePlaces.AsksWhatIsThere(_scope) && IsSeenConnection();

    // Nobody waits for data, here or before the call: there may be nothing to receive.
    private bool IsBlind(ISymbol buffer) => !ReceivePlaces.AsksForLength(buffer, _scope) && !DataQuestions.AnyBefore(_receive.Call.Syntax, _context, _cancellation) && IsSeenConnection();

    private bool IsSeenConnection() => !ReceivePlaces.IsPeekedAt(_receive.Call, _context, _cancellation) && ReceiveOrigin.IsConnection(_receive.Receiver, _context, _cancellation);

    private bool IsRepeatedAtOnePlace(CountUse count, ILoopOperation loop, ISymbol buffer)
    {
        if (BufferRegion.Number(_receive.Offset) != 0 || !(count.IsSummed || (loop is IWhileLoopOperation asking && ReceivePlaces.AsksWhetherSomethingIsThere(asking.Condition))))
            return false;
        foreach (var reference in ReceivePlaces.ReferencesTo(buffer, loop))
        {
            if (!_receive.Call.Syntax.Span.Contains(reference.Syntax.Span) && reference.Parent is not IPropertyReferenceOperation { Property.Name: "Length" })
                return false;
        }

        return !(buffer is ILocalSymbol local && local.IsDeclaredIn(loop));
    }

    private IOperation? UseBehind(ILoopOperation loop, ISymbol buffer)
    {
        foreach (var reference in ReceivePlaces.ReferencesTo(buffer, _scope))
        {
            if (reference.Syntax.SpanStart < loop.Syntax.Span.End)
                continue;
            return ReceivePlaces.IsTarget(reference) || reference.Parent is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: not ("Clear" or "Return") } or IObjectCreationOperation } ? null : reference;
        }

        return null;
    }

    // The SDK's own rule speaks of a Stream's read that stands alone, from .NET 9 on, which brought Task.WhenEach.
    private bool IsOfCA2022(CountUse count) =>
        _receive.IsOfStream && count.Statement is IExpressionStatementOperation { Operation: not ISimpleAssignmentOperation }
        && HasMember(KnownType.Task, "WhenEach") && !TargetPlatform.IsBelowNet9(_options.AnalyzerConfigOptionsProvider.GlobalOptions);

    // Where all of a known size is wanted and nobody asks for the count. In doubt none: of more than comes the exact read waits for ever.
    private string? Replacement(CountUse count, AskedSize asked, BufferReads reads, int first)
    {
        if (!_receive.IsOfStream || _receive.IsEnd || !count.IsDiscarded || !asked.IsExact)
            return null;
        if (asked.Number is { } number && !reads.TakesWhole && reads.Farthest != first + number)
            return null;
        var name = _receive.Call.TargetMethod.Name == "ReadAsync" ? "ReadExactlyAsync" : "ReadExactly";
        return HasMember(KnownType.Stream, name) ? name : null;
    }

    private bool HasMember(KnownType type, string name) => _context.Types[type] is { } known && !known.GetMembers(name).IsEmpty;
}
