using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SocketAnalyzers.Flow;

namespace SocketAnalyzers.Rules;

/// <summary>The calls of a method that stand in a try or under a using, where somebody may clean up behind it.</summary>
internal readonly struct GuardedCallers
{
    // Each is bound: a name as common as "Close" in a large program.
    private const int MaxBound = 64;

    private readonly ClosingContext _context;
    private readonly CancellationToken _cancellation;

    public GuardedCallers(ClosingContext context, CancellationToken cancellation)
    {
        _context = context;
        _cancellation = cancellation;
    }

    public List<IInvocationOperation> Of(IMethodSymbol method)
    {
        var calls = new List<IInvocationOperation>();
        var bound = 0;
        foreach (var name in _context.Index.Of(method.Name, _cancellation))
        {
            if (name.NamedExpression().Parent is not InvocationExpressionSyntax call || !IsGuarded(call) || ++bound > MaxBound)
                continue;
            if (_context.Compilation.OperationOf(call, _cancellation) is IInvocationOperation operation && SymbolEqualityComparer.Default.Equals(Callee.Definition(operation.TargetMethod), Callee.Definition(method)))
                calls.Add(operation);
        }

        return calls;
    }

    private static bool IsGuarded(SyntaxNode call)
    {
        for (var node = call.Parent; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is TryStatementSyntax or UsingStatementSyntax || node is BlockSyntax block && HasUsing(block))
                return true;
        }

        return false;
    }

    private static bool HasUsing(BlockSyntax block)
    {
        foreach (var statement in block.Statements)
        {
            if (statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
                return true;
        }

        return false;
    }
}
