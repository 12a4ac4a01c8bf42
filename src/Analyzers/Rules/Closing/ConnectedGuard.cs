using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>A question to <c>Connected</c> on which the only close of a connection in a member depends.</summary>
internal readonly struct ConnectedGuard
{
    // More questions in one body, and nothing is said of it: each is compared with all that ends a connection there.
    private const int MaxReads = 64;

    private ConnectedGuard(IOperation read, IOperation close)
    {
        Read = read;
        Close = close;
    }

    public IOperation Read { get; }

    public IOperation Close { get; }

    public static ConnectedGuard? Find(IConditionalOperation conditional, ISymbol member, ClosingContext context, CancellationToken cancellation)
    {
        if (ConnectedCondition.Read(conditional.Condition, true, context, cancellation) is { } connected)
            return InBranch(conditional, conditional.WhenTrue, connected, member, context, cancellation);
        if (ConnectedCondition.Read(conditional.Condition, false, context, cancellation) is not { } notConnected)
            return null;
        if (conditional.WhenFalse is { } otherwise)
            return InBranch(conditional, otherwise, notConnected, member, context, cancellation);
        return Leaves(conditional.WhenTrue) ? InRest(conditional, notConnected, member, context, cancellation) : null;
    }

    private static ConnectedGuard? InBranch(IConditionalOperation conditional, IOperation branch, List<ConnectedCondition.Guard> guards, ISymbol member, ClosingContext context, CancellationToken cancellation)
    {
        foreach (var guard in guards)
        {
            if (new CertainClose(context, cancellation).In(branch, guard.Place) is { } close && !new OtherClose(context, conditional, branch.Syntax.Span, member, cancellation).Exists(guard.Place))
                return new ConnectedGuard(guard.Read, close);
        }

        return null;
    }

    // "if (!socket.Connected) return;"
    private static ConnectedGuard? InRest(IConditionalOperation conditional, List<ConnectedCondition.Guard> guards, ISymbol member, ClosingContext context, CancellationToken cancellation)
    {
        if (conditional.Parent is not IBlockOperation block)
            return null;
        var region = TextSpan.FromBounds(conditional.Syntax.Span.End, block.Syntax.Span.End);
        foreach (var guard in guards)
        {
            if (new CertainClose(context, cancellation).InRest(block, block.Operations.IndexOf(conditional) + 1, guard.Place) is { } close
                && !new OtherClose(context, conditional, region, member, cancellation).Exists(guard.Place))
                return new ConnectedGuard(guard.Read, close);
        }

        return null;
    }

    private static bool Leaves(IOperation branch)
    {
        while (branch is IBlockOperation { Operations: { Length: > 0 } operations })
            branch = operations[operations.Length - 1];
        return branch is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Continue };
    }

    /// <summary>Whether <paramref name="close"/> happens only where its connection is connected.</summary>
    public static bool Guards(Ending close, ClosingContext context, CancellationToken cancellation)
    {
        const int maxLevels = 32;
        var inside = close.Operation;
        for (var level = 0; level < maxLevels && inside.Parent is { } around; level++, inside = around)
        {
            if (around is IConditionalOperation conditional && !ReferenceEquals(conditional.Condition, inside)
                && Has(ConnectedCondition.Read(conditional.Condition, ReferenceEquals(conditional.WhenTrue, inside), context, cancellation), close.Place))
                return true;
            if (around is IBlockOperation block && IsBehindReturn(block, inside, close.Place, context, cancellation))
                return true;
        }

        return false;
    }

    private static bool IsBehindReturn(IBlockOperation block, IOperation statement, ConnectionPlace? place, ClosingContext context, CancellationToken cancellation)
    {
        foreach (var before in block.Operations)
        {
            if (ReferenceEquals(before, statement))
                return false;
            if (before is IConditionalOperation { WhenFalse: null } conditional && Leaves(conditional.WhenTrue) && Has(ConnectedCondition.Read(conditional.Condition, false, context, cancellation), place))
                return true;
        }

        return false;
    }

    private static bool Has(List<ConnectedCondition.Guard>? guards, ConnectionPlace? place)
    {
        if (guards is null || place is null)
            return guards is not null;
        foreach (var guard in guards)
        {
            if (guard.Place.Equals(place))
                return true;
        }

        return false;
    }

    /// <summary>Looks for what closes the connection, or may, although it is not connected.</summary>
    private readonly struct OtherClose
    {
        private readonly ClosingContext _context;
        private readonly IConditionalOperation _guard;
        private readonly TextSpan _region;
        private readonly ISymbol _member;
        private readonly CancellationToken _cancellation;

        public OtherClose(ClosingContext context, IConditionalOperation guard, TextSpan region, ISymbol member, CancellationToken cancellation)
        {
            _context = context;
            _guard = guard;
            _region = region;
            _member = member;
            _cancellation = cancellation;
        }

        public bool Exists(ConnectionPlace place)
        {
            var endings = _context.EndingsAround(_guard, _cancellation);
            if (endings.ConnectedReads > MaxReads)
                return true;
            foreach (var close in endings.Closes)
            {
                if ((close.Place is null || close.Place.Equals(place)) && IsOnTheWay(close.Operation) && !Guards(close, _context, _cancellation))
                    return true;
            }

            foreach (var call in endings.Calls)
            {
                if (IsOnTheWay(call) && new UnguardedClose(_context, _cancellation).In(call, place))
                    return true;
            }

            foreach (var handed in endings.HandedOn)
            {
                if (handed.Place!.Equals(place) && IsBehind(handed.Operation))
                    return true;
            }

            return IsOutcomeOfConnect(endings, place) || place.IsOfThis && IsClosedByDispose(place);
        }

        // "client.Connect(...); if (client.Connected)": a connect that fails throws, and does not get here.
        private bool IsOutcomeOfConnect(BodyEndings endings, ConnectionPlace place)
        {
            Ending last = default;
            foreach (var use in endings.Uses)
            {
                if (use.Operation.Syntax.SpanStart < _guard.Syntax.SpanStart && (last.Operation is null || use.Operation.Syntax.SpanStart > last.Operation.Syntax.SpanStart))
                    last = use;
            }

            return last.Place is { } connected && connected.Equals(place) && !IsInHandler(last.Operation.Syntax);
        }

        // A catch or finally of the try that connects.
        private bool IsInHandler(SyntaxNode connect)
        {
            for (SyntaxNode? node = _guard.Syntax; node is not null and not MemberDeclarationSyntax; node = node.Parent)
            {
                if (node is CatchClauseSyntax or FinallyClauseSyntax && node.Parent!.Span.Contains(connect.Span))
                    return true;
            }

            return false;
        }

        private bool IsBehind(IOperation operation) => operation.Syntax.SpanStart > _guard.Syntax.SpanStart && !_region.Contains(operation.Syntax.Span);

        private bool IsOnTheWay(IOperation operation)
        {
            if (_region.Contains(operation.Syntax.Span))
                return false;
            return operation.Syntax.SpanStart > _guard.Syntax.SpanStart || !IsInBranchThatLeaves(operation.Syntax);
        }

        // "if (failed) { socket.Close(); return; }" above is another way.
        private bool IsInBranchThatLeaves(SyntaxNode code)
        {
            for (var node = code; node is not null and not MemberDeclarationSyntax && !node.Span.Contains(_guard.Syntax.Span); node = node.Parent)
            {
                if (node is BlockSyntax { Statements: { Count: > 0 } statements } && statements[statements.Count - 1] is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax)
                    return true;
            }

            return false;
        }

        // "Dispose() { Stop(); _socket.Dispose(); }", where Stop asks.
        private bool IsClosedByDispose(ConnectionPlace place)
        {
            for (var type = _member.ContainingType; type is not null && _context.Compilation.Declares(type); type = type.BaseType)
            {
                foreach (var name in DisposeNames)
                {
                    foreach (var member in type.GetMembers(name))
                    {
                        if (member is IMethodSymbol method && CallsThisMember(method) && new UnguardedClose(_context, _cancellation).In(method, place))
                            return true;
                    }
                }
            }

            return false;
        }

        private bool CallsThisMember(IMethodSymbol method)
        {
            if (_context.EndingsOf(method, _cancellation) is not { } endings)
                return false;
            foreach (var call in endings.Calls)
            {
                if (SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, _member))
                    return true;
            }

            return false;
        }

        private static readonly string[] DisposeNames = { "Dispose", "DisposeAsync", "DisposeAsyncCore" };
    }
}
